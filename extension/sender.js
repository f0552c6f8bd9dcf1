// Who may send which message. Everything that is not named here is dropped.
import { browser } from "./ext.js";
import { SEARCHES } from "./search-pages.js";

/** What the script of a store's page and its card may report. */
const FROM_STORES = new Set(["pageSeen", "activateClicked", "dismissed", "muted", "cardPlaced"]);

/** What the script of a search engine's page may report. */
const FROM_SEARCHES = new Set(["resultsSeen"]);

/** What says something of a page, and in which field: its tab is the browser's word, and so is its origin. */
const PAGE_OF = new Map([["pageSeen", "url"], ["activateClicked", "page"]]);

/** What our own pages may report. */
const FROM_PAGES = new Set([
  "surfaceOpened", "activateClicked", "muted", "unmuted", "learningUndone", "settingsChanged", "refreshClicked",
  "storeChosen", "portalEntered", "portalConfirmed", "portalDeclined", "portalPreferred", "portalRemoved",
  "signInClicked", "signOutClicked", "receiptsDeleted", "keepsakeChanged", "cardsChanged",
  "claimMade", "everythingDeleted",
]);

/**
 * The event that a message stands for, or null when its sender may not say it.
 * @param {any} message
 * @param {any} sender
 */
export function eventFrom(message, sender) {
  if (sender?.id !== browser.runtime.id || typeof message?.type !== "string") return null;
  if (isOwnPage(sender)) return FROM_PAGES.has(message.type) ? message : null;
  const from = originOf(sender.url);
  // A page that is prepared ahead is in no tab yet.
  const isAhead = sender.documentLifecycle === "prerender";
  if (!from || !(isAhead || isContentScript(sender))) return null;
  if (FROM_SEARCHES.has(message.type)) return !isAhead && isSearch(from) ? message : null;
  if (isAhead ? message.type !== "pageSeen" : !FROM_STORES.has(message.type)) return null;
  const page = PAGE_OF.get(message.type);
  if (!page) return message;
  return originOf(message[page]) === from ? { ...message, tab: isAhead ? -1 : sender.tab.id } : null;
}

/** Of a web page; null for anything else. @param {unknown} address */
function originOf(address) {
  const text = typeof address === "string" ? address : "";
  const url = URL.canParse(text) ? new URL(text) : null;
  return url && /^https?:$/.test(url.protocol) ? url.origin : null;
}

/** @param {string} origin */
function isSearch(origin) {
  const host = (/** @type {string} */ address) => address.split("/")[2];
  return SEARCHES.origins.some((pattern) => host(pattern) === host(origin));
}

/** @param {any} sender */
function isOwnPage(sender) {
  return typeof sender.url === "string" && sender.url.startsWith(browser.runtime.getURL(""));
}

/** @param {any} sender */
function isContentScript(sender) {
  return Number.isInteger(sender.tab?.id) && sender.frameId === 0;
}

// Who may send which message. Everything that is not named here is dropped.
import { browser } from "./ext.js";

/** What the on-page scripts may report; the tab is the browser's word, never the message's. */
const FROM_CONTENT = new Set(["pageSeen", "activateClicked", "dismissed", "muted", "cardPlaced", "resultsSeen"]);

/** What says something of a page, and so needs to know its tab. */
const OF_A_TAB = ["pageSeen", "activateClicked"];

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
  // A page that is prepared ahead is in no tab yet.
  if (sender.documentLifecycle === "prerender") return message.type === "pageSeen" ? { ...message, tab: -1 } : null;
  return isContentScript(sender) && FROM_CONTENT.has(message.type) ? fromTab(message, sender.tab.id) : null;
}

/** @param {any} sender */
function isOwnPage(sender) {
  return typeof sender.url === "string" && sender.url.startsWith(browser.runtime.getURL(""));
}

/** @param {any} sender */
function isContentScript(sender) {
  return Number.isInteger(sender.tab?.id) && sender.frameId === 0;
}

/** @param {any} message @param {number} tab */
function fromTab(message, tab) {
  return OF_A_TAB.includes(message.type) ? { ...message, tab } : message;
}

// What the background has saved, read by our own pages: they compute what they draw in a module of their own, so that
// opening one needs no background at all. Only the background writes.
import { browser } from "./ext.js";
import init, { Desk, figure, textOf } from "./core/pages.js";
import { SEARCHES } from "./search-pages.js";
import { isSharing, joined } from "./shared.js";

/** @typedef {import("./client.js").View} View */

/** @type {Promise<unknown> | null} */
let starting = null;
const started = () => (starting ??= init({ module_or_path: browser.runtime.getURL("core/pages_bg.wasm") }));

/** @type {Desk | null} */
let desk = null;
/** @type {Promise<[Uint8Array, Uint8Array]> | null} */
let rules = null;
/** Which list of each portal the desk has, by its hash. @type {Map<number, string>} */
const taken = new Map();

/**
 * What can be drawn beside the store in the tab; null as long as the background has saved nothing.
 * @returns {Promise<View | null>}
 */
export async function keptView() {
  const granted = (/** @type {object} */ permissions) => browser.permissions.contains(permissions);
  const [now, cookies, searches, sites, navigation, managed, others, sharing] = await Promise.all([
    renewed(),
    granted({ permissions: ["cookies"] }),
    granted(SEARCHES),
    granted({ origins: ["*://*/*"] }),
    granted({ permissions: ["webNavigation"] }),
    laidDown(),
    joined(),
    isSharing(),
  ]);
  if (!now) return null;
  const elsewhere = now.elsewhere(managed, others, sites, navigation);
  return { ...now.view(Date.now(), -new Date().getTimezoneOffset()), cookies, searches, sharing, elsewhere };
}

/** What the shopper's organisation has laid down; Firefox throws where there is nothing. @returns {Promise<string>} */
async function laidDown() {
  try {
    return JSON.stringify(await browser.storage.managed.get());
  } catch {
    return "";
  }
}

/** @param {string} text @returns {Promise<import("./client.js").Hits>} */
export async function keptHits(text) {
  const now = desk ?? (await renewed());
  return now ? now.search(text, Date.now()) : { hits: [], similar: false };
}

/** A store's offer in full; null when it is not listed. @param {string} id @returns {Promise<import("./client.js").Store | null>} */
export async function keptStore(id) {
  const [now, history] = await Promise.all([desk ?? renewed(), kept(`history:${id.split(":")[0]}`)]);
  return now && now.store(id, history, Date.now());
}

/**
 * What a purchase of the amount that was typed earns.
 * @param {string} id @param {string} tier number of a rate; empty for the headline @param {string} amount
 * @returns {Promise<import("./client.js").Earned | {error: string}>}
 */
export async function keptEarned(id, tier, amount) {
  const now = desk ?? (await renewed());
  return orCode(() => now?.earned(id, tier ? Number(tier) : undefined, amount, Date.now()) ?? null);
}

/** @returns {Promise<import("./client.js").Shelves>} */
export async function keptShelves() {
  const now = desk ?? (await renewed());
  return now ? now.shelves(Date.now()) : { favourites: [], ending: [], featured: [] };
}

/** The categories under which stores are listed. @returns {Promise<string[]>} */
export async function keptCategories() {
  const now = desk ?? (await renewed());
  return now ? now.categories() : [];
}

/** A figure as it was typed, in the form in which events carry it. @param {string} text */
export async function typedFigure(text) {
  await started();
  return orCode(() => ({ figure: figure(text) }));
}

/** What the core makes of what was typed, or why it cannot. @template T @param {() => T | Promise<T>} make @returns {Promise<T | {error: string}>} */
async function orCode(make) {
  try {
    return await make();
  } catch (error) {
    return { error: /** @type {any} */ (error)?.code ?? "core.failed" };
  }
}

/**
 * The store in a tab; null as long as nothing is saved, or not enough to tell before the background was asked.
 * @param {{tab: number | null, url: string | null}} subject @param {boolean} isAsked
 * @returns {Promise<import("./client.js").Site | null>}
 */
export async function keptSite({ tab, url }, isAsked) {
  const now = await renewed();
  return now && now.site(tab ?? undefined, url ?? undefined, isAsked, Date.now());
}

/** @returns {Promise<import("./client.js").Receipts>} */
export async function keptReceipts() {
  const [now, receipts] = await Promise.all([renewed(), kept("receipts")]);
  return now ? now.receipts(receipts) : { list: [], dropped: 0, broken: null, text: "" };
}

/** Every request that was made. @returns {Promise<import("./client.js").Requests>} */
export async function keptRequests() {
  const [now, saved] = await Promise.all([renewed(), kept("requests")]);
  return now ? now.requests(saved) : { list: [], dropped: 0, pages: 0, clicks: 0 };
}

/** A copy of everything that is kept here, as text. */
export async function keptCopy() {
  const now = await renewed();
  if (!now) return "";
  const beside = ["receipts", "requests", ...now.lists().map(([portal]) => `earnings:${portal}`)];
  for (const name of beside) now.takeBeside(name, await kept(name));
  return now.copy(Date.now());
}

/** The choices in such a copy, as events to report. @param {File} file @returns {Promise<{events: any[]} | {error: string}>} */
export async function choicesIn(file) {
  const now = await renewed();
  return orCode(async () => {
    const text = await textOf(file);
    return { events: (now?.choices(text) ?? []).map((/** @type {string} */ event) => JSON.parse(event)) };
  });
}

/**
 * A claim about a trip, as the portal reads it and as a file.
 * @param {string} click @param {{order: string, amount: string, note: string, withReceipts: boolean}} typed
 * @returns {Promise<{packet: string} | {error: string}>}
 */
export async function claimPacket(click, { order, amount, note, withReceipts }) {
  const { text } = withReceipts ? await keptReceipts() : { text: "" };
  await started();
  return orCode(() => ({ packet: Desk.claim(click, order, amount, note, text) }));
}

/** Known arrivals from the package, replayed against the rules in force. @returns {Promise<import("./client.js").Report>} */
export async function replayed() {
  const [now, fixtures] = await Promise.all([renewed(), packaged("fixtures.json")]);
  return now?.selfTest(fixtures);
}

/** The desk as of now, with every list that it does not have yet. */
async function renewed() {
  const [memory] = await Promise.all([kept("memory"), started()]);
  if (memory.length === 0) return null;
  rules ??= installedRules();
  const [packaged, updated] = await rules;
  if (desk) desk.renew(memory);
  else desk = new Desk(memory, packaged, updated);
  for (const [portal, hash] of desk.lists()) {
    desk.takeEarnings(portal, await kept(`earnings:${portal}`));
    if (taken.get(portal) === hash) continue;
    try {
      desk.takeList(portal, await kept(`list:${portal}`));
      taken.set(portal, hash);
    } catch (error) {
      // The background fetches a damaged list anew; until then its stores are not known here.
      console.info("list.damaged", error);
    }
  }
  return desk;
}

/** @returns {Promise<[Uint8Array, Uint8Array]>} */
const installedRules = () => Promise.all([packaged("policies.json"), kept("rules")]);

/** @param {string} file */
async function packaged(file) {
  return new Uint8Array(await (await fetch(browser.runtime.getURL(file))).arrayBuffer());
}

/** A saved value; empty when there is none. @param {string} key @returns {Promise<Uint8Array>} */
async function kept(key) {
  const database = await (opening ??= open());
  if (!database) return new Uint8Array();
  const value = await answered(database.transaction("state").objectStore("state").get(key), new Uint8Array());
  // Lists are kept so that the background can read pieces of them.
  return value instanceof Blob ? new Uint8Array(await value.arrayBuffer()) : value;
}

/** @type {Promise<IDBDatabase | null> | null} */
let opening = null;

/** The background's database; null, and not made here, when there is none yet. @returns {Promise<IDBDatabase | null>} */
async function open() {
  const request = indexedDB.open("pointback", 1);
  request.onupgradeneeded = () => request.transaction?.abort();
  try {
    const opened = await answered(request, null);
    opened.onversionchange = () => {
      opened.close();
      opening = null;
    };
    return opened;
  } catch {
    opening = null;
    return null;
  }
}

/** @template T @param {IDBRequest<T>} request @param {any} otherwise @returns {Promise<T>} */
function answered(request, otherwise) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result ?? otherwise);
    request.onerror = () => reject(request.error);
  });
}

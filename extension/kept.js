// What the background has saved, read by our own pages: they compute what they draw in a module of their own, so that
// opening one needs no background at all. Only the background writes.
import { browser } from "./ext.js";
import init, { Desk, figure, textOf } from "./core/pages.js";
import { laidDown, learnLaidDown } from "./laid-down.js";
import { bytesOf, packagedRules, pagesModule, saved } from "./saved.js";

/** @typedef {import("./client.js").View} View */

/** @type {Promise<unknown> | null} */
let starting = null;
const started = () => (starting ??= init({ module_or_path: pagesModule }));

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
export function keptView() {
  const early = beginning;
  beginning = null;
  return early ?? look();
}

/** @returns {Promise<View | null>} */
async function look() {
  learnLaidDown();
  const [now, sites, navigation, { sharing, choices }] = await Promise.all([
    renewed(),
    browser.permissions.contains({ origins: ["*://*/*"] }),
    browser.permissions.contains({ permissions: ["webNavigation"] }),
    travelling(),
  ]);
  if (!now) return null;
  const elsewhere = now.elsewhere(laidDown, choices, sites, navigation);
  return { ...now.view(Date.now(), -new Date().getTimezoneOffset()), sharing, elsewhere };
}

/** Do choices travel to the shopper's other browsers, and what have those left? */
export async function travelling() {
  const { sharing } = await browser.storage.local.get("sharing");
  const { choices } = sharing ? await browser.storage.sync.get("choices") : {};
  return { sharing: Boolean(sharing), choices: typeof choices === "string" ? choices : "" };
}

/** @param {string} text @returns {Promise<import("./client.js").Hits>} */
export async function keptHits(text) {
  const now = await atHand();
  return now ? now.search(text, Date.now()) : { hits: [], similar: false };
}

/** A store's offer in full; null when it is not listed. @param {string} id @returns {Promise<import("./client.js").Store | null>} */
export async function keptStore(id) {
  const [now, history] = await Promise.all([atHand(), saved(`history:${id.split(":")[0]}`)]);
  return now && now.store(id, history, Date.now());
}

/**
 * What a purchase of the amount that was typed earns.
 * @param {string} id @param {string} tier number of a rate; empty for the headline @param {string} amount
 * @returns {Promise<import("./client.js").Earned | {error: string}>}
 */
export async function keptEarned(id, tier, amount) {
  const now = await atHand();
  return orCode(() => now?.earned(id, tier ? Number(tier) : undefined, amount, Date.now()) ?? null);
}

/** @returns {Promise<import("./client.js").Shelves>} */
export async function keptShelves() {
  const now = await atHand();
  return now ? now.shelves(Date.now()) : { favourites: [], ending: [], featured: [] };
}

/** The categories under which stores are listed. @returns {Promise<string[]>} */
export async function keptCategories() {
  const now = await atHand();
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
 * The store in a tab, as of the last view; null as long as nothing is saved, or not enough to tell before the background was
 * asked.
 * @param {{tab: number | null, url: string | null}} subject @param {boolean} isAsked
 * @returns {Promise<import("./client.js").Site | null>}
 */
export async function keptSite({ tab, url }, isAsked) {
  const now = await atHand();
  return now && now.site(tab ?? undefined, url ?? undefined, isAsked, Date.now());
}

/** @returns {Promise<import("./client.js").Receipts>} */
export async function keptReceipts() {
  const [now, receipts] = await Promise.all([renewed(), saved("receipts")]);
  return now ? now.receipts(receipts) : { list: [], dropped: 0, broken: null, text: "" };
}

/** Every request that was made. @returns {Promise<import("./client.js").Requests>} */
export async function keptRequests() {
  const [now, requests] = await Promise.all([renewed(), saved("requests")]);
  return now ? now.requests(requests) : { list: [], dropped: 0, pages: 0, clicks: 0 };
}

/** A copy of everything that is kept here, as text. */
export async function keptCopy() {
  const now = await renewed();
  if (!now) return "";
  const beside = ["receipts", "requests", ...now.lists().map(([portal]) => `earnings:${portal}`)];
  for (const name of beside) now.takeBeside(name, await saved(name));
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
  const [now, fixtures] = await Promise.all([renewed(), bytesOf("fixtures.json")]);
  return now?.selfTest(fixtures);
}

/** The last renewal of the desk. @type {Promise<Desk | null> | null} */
let renewal = null;

/** The desk as of now, with every list that it does not have yet. */
const renewed = () => (renewal = renew());

/** The desk as it was renewed last, in full; as of now where there was nothing. */
const atHand = async () => (await renewal?.catch(() => desk)) ?? renewed();

async function renew() {
  const [memory] = await Promise.all([saved("memory"), started()]);
  if (memory.length === 0) return null;
  rules ??= installedRules();
  const [packaged, updated] = await rules;
  if (desk) desk.renew(memory);
  else desk = new Desk(memory, packaged, updated);
  for (const [portal, hash] of desk.lists()) {
    desk.takeEarnings(portal, await saved(`earnings:${portal}`));
    if (taken.get(portal) === hash) continue;
    try {
      desk.takeList(portal, await saved(`list:${portal}`));
      taken.set(portal, hash);
    } catch (error) {
      // The background fetches a damaged list anew; until then its stores are not known here.
      console.info("list.damaged", error);
    }
  }
  return desk;
}

/** The rules of stand-down: the package's, and newer ones. @returns {Promise<[Uint8Array, Uint8Array]>} */
const installedRules = () => Promise.all([packagedRules, saved("rules")]);

/** Every page asks for this first: it is begun before that. @type {Promise<View | null> | null} */
let beginning = look();
beginning.catch(() => {}); // whoever asks hears of it

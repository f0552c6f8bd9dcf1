// Before a navigation wakes the core. The core has said in which tabs one to a host that no list names would change nothing;
// whether a list names it, a module of a few KB tells. Everything else goes on to the core, in order.
import { browser } from "./ext.js";
import { openLookup } from "./lookup.js";
import { read } from "./stored.js";

/** @typedef {{tabs: number[], lists: string[]}} Idle lists as portal:version */

/** A longer index takes longer to read than the core takes to wake. */
const LONGEST_INDEX = 2 ** 21;
/** So many beginnings of navigations wait for their end, in one tab. */
const MOST_HELD = 8;

/** As the core said it last, and the session keeps it. @type {Idle | null} */
let idle = null;
let time = 0;
/** Of the lists that it names. @type {Promise<import("./lookup.js").Lookup[]> | null} */
let lookups = null;
/** Beginnings that the core was not told of yet. @type {Map<number, any[]>} */
const held = new Map();
/** Events that the core has been handed and is not done with. */
let inHand = 0;
let last = Promise.resolve();

/** @template R @param {(event: any) => Promise<R>} report @returns {(event: any) => Promise<R>} */
export const counted = (report) => async (event) => {
  inHand += 1;
  try {
    return await report(event);
  } finally {
    inHand -= 1;
  }
};

/** The core wakes up: it counts its words from the start, and what it said before is what the session keeps. */
export function coreWakes() {
  [idle, time, lookups] = [null, 0, null];
}

/** Takes the core's word, unless a newer one is known. @param {{time: number, said: string}} word */
export async function keepIdle({ time: at, said }) {
  if (at < time) return;
  time = at;
  const words = said.split(" ").filter(Boolean);
  const lists = words.filter((word) => word.includes(":"));
  if (String(lists) !== String(idle?.lists)) lookups = null;
  idle = { tabs: words.filter((word) => !word.includes(":")).map(Number), lists };
  await browser.storage.session.set({ idle });
}

/**
 * One navigation after the other is handed on; the promise is kept once the core is done with this one.
 * @param {any} event @param {(event: any) => Promise<any>} report
 */
export async function navigated(event, report) {
  const told = last.then(() => tell(event, report)).catch((error) => console.error("gate.failed", error));
  last = told.then(() => undefined);
  await (await told)?.done;
}

/**
 * @param {any} event @param {(event: any) => Promise<any>} report
 * @returns {Promise<{done: Promise<unknown>} | undefined>} nothing where the core need not know
 */
async function tell(event, report) {
  const { type, tab } = event;
  const before = held.get(tab) ?? [];
  if (before.length < MOST_HELD && (await mayPass(event))) {
    if (type === "navigationStarted") held.set(tab, [...before, event]);
    else held.delete(tab);
    return undefined;
  }
  // First, so that nothing passes should we die before the core says that it may.
  if (idle?.tabs.includes(tab)) {
    idle = { ...idle, tabs: idle.tabs.filter((other) => other !== tab) };
    await browser.storage.session.set({ idle });
  }
  held.delete(tab);
  return { done: Promise.all([...before, event].map(report)) };
}

/** @param {{tab: number, url: string}} event */
async function mayPass({ tab, url }) {
  try {
    idle ??= (await browser.storage.session.get("idle")).idle ?? { tabs: [], lists: [] };
    if (!isIdle(tab)) return false;
    const all = await (lookups ??= opened());
    return isIdle(tab) && all.length > 0 && all.every(({ find, isPlain }) => find(url) === -1 && isPlain(url));
  } catch (error) {
    lookups = null;
    console.info("gate.open", error);
    return false;
  }
}

/** While the core is at something, it may be about to say otherwise. @param {number} tab */
const isIdle = (tab) => inHand === 0 && idle !== null && idle.tabs.includes(tab);

async function opened() {
  const module = await (await fetch(browser.runtime.getURL("core/lookup.wasm"))).arrayBuffer();
  const open = async (/** @type {string} */ list) => openLookup(module, await read(`index:${list.split(":")[0]}`, LONGEST_INDEX));
  return Promise.all((idle?.lists ?? []).map(open));
}

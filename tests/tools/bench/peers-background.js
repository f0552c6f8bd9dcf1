// A peer: a background that keeps the list in one of the usual ways, and reads it after each waking to answer.
import { offerOf } from "./offers.js";

const browser = /** @type {any} */ (globalThis).browser ?? /** @type {any} */ (globalThis).chrome;

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
const answered = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

async function database() {
  const request = indexedDB.open("list", 1);
  request.onupgradeneeded = () => request.result.createObjectStore("offers", { keyPath: "id" });
  return answered(request);
}

/** @typedef {{id: number, d: string}} Offer */
const mapOf = (/** @type {Offer[]} */ offers) => new Map(offers.map((offer) => [offer.d, offer]));

/** @type {Record<string, {keep: (offers: Offer[]) => Promise<any>, read: () => Promise<Map<string, Offer>>}>} */
const WAYS = {
  empty: { keep: async () => {}, read: async () => new Map() },
  objects: {
    keep: (offers) => browser.storage.local.set({ offers }),
    read: async () => mapOf((await browser.storage.local.get("offers")).offers),
  },
  string: {
    keep: (offers) => browser.storage.local.set({ offers: JSON.stringify(offers) }),
    read: async () => mapOf(JSON.parse((await browser.storage.local.get("offers")).offers)),
  },
  indexed: {
    keep: async (offers) => {
      const transaction = (await database()).transaction("offers", "readwrite");
      const store = transaction.objectStore("offers");
      store.clear();
      for (const offer of offers) store.put(offer);
      return new Promise((resolve, reject) => {
        transaction.oncomplete = resolve;
        transaction.onabort = transaction.onerror = reject;
      });
    },
    read: async () => mapOf(await answered((await database()).transaction("offers").objectStore("offers").getAll())),
  },
};

/** @type {Map<string, Offer> | null} */
let map = null;

/** @param {{type: string, way: string, size: number, url: string}} message */
async function answer({ type, way, size, url }) {
  if (type === "find") return ((map ??= await WAYS[way].read()).get(new URL(url).hostname) ?? null) !== null;
  /** @type {string[]} */
  const hosts = await (await fetch("hosts.json")).json();
  await browser.storage.local.clear();
  await WAYS[way].keep(hosts.slice(0, size).map(offerOf));
  return true;
}

browser.runtime.onMessage.addListener((/** @type {any} */ message, /** @type {any} */ _, /** @type {Function} */ reply) => {
  answer(message).then((found) => reply(found), (error) => reply(String(error)));
  return true;
});

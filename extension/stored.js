// IndexedDB for the core's module, to whose size the same would add more: keys and bytes, all or none of them at once.
//
// Lists are kept as Blobs, beside each an index from keys to where its lines begin, as src/core/host_table.rs describes it. Of
// both only pieces are read, so that a waking reads as much of a long list as of a short one.
import { leave } from "./wiping.js";

const [HEADER, SLOT, REACH, PARENTS] = [16, 8, 128, 0.5];
const LONGEST_LINE = 8 * 1024;

/** Lists that lay there when the background woke up. @type {Map<number, {index: Blob, list: Blob}>} */
const held = new Map();

/** @type {Promise<IDBDatabase> | null} */
let opening = null;

/** The database, made when it is not there. @returns {Promise<IDBDatabase>} */
async function database() {
  const request = indexedDB.open("pointback", 1);
  request.onupgradeneeded = () => request.result.createObjectStore("state");
  const opened = await answered(request);
  // Whoever wants it in another version waits for nobody; and a browser may close it by itself.
  opened.onversionchange = opened.onclose = () => {
    opened.close();
    opening = null;
  };
  return opened;
}

/** @param {IDBTransactionMode} mode */
async function store(mode) {
  opening ??= database();
  opening.catch(() => (opening = null));
  return (await opening).transaction("state", mode).objectStore("state");
}

// Begun while the rest of the background is still being read.
store("readonly").catch(() => {});

/** One value; empty when it is not there, or longer than that. @param {string} key @returns {Promise<Uint8Array>} */
export async function read(key, most = Infinity) {
  const value = await answered((await store("readonly")).get(key));
  return bytesOf(value?.size > most ? undefined : value);
}

/** Writes values in one transaction. An empty one removes its key. @param {(string | Uint8Array)[]} entries by turns */
export async function save(entries) {
  const state = await store("readwrite");
  for (let at = 0; at < entries.length; at += 2) {
    const [key, bytes] = /** @type {[string, Uint8Array<ArrayBuffer>]} */ (entries.slice(at, at + 2));
    // The first memory that could not be read holds more of the shopper's than what began beside it.
    if (key === "aside" && (bytes.length === 0 || (await answered(state.get(key))))) continue;
    if (bytes.length === 0) state.delete(key);
    else state.put(/^(list|index):/.test(key) ? new Blob([bytes]) : bytes, key);
  }
  await ended(state);
}

/** Deletes everything, here last. */
export async function clear() {
  await leave();
  const state = await store("readwrite");
  state.clear();
  await ended(state);
}

/** Which of these portals' lists lie there, with their index? Nothing of them is read. @param {Uint32Array} portals */
export async function hold(portals) {
  const state = await store("readonly");
  const there = [];
  for (const portal of portals) {
    const [index, list] = await Promise.all([answered(state.get(`index:${portal}`)), answered(state.get(`list:${portal}`))]);
    if (!(index instanceof Blob && list instanceof Blob)) continue;
    held.set(portal, { index, list });
    there.push(portal);
  }
  return Uint32Array.from(there);
}

/**
 * The lines that keys lead to, each ended by a line feed; the whole list without keys.
 * @param {number} portal @param {Uint32Array} keys for each a tag, and what says at which slot to begin
 * @returns {Promise<Uint8Array>}
 */
export async function look(portal, keys) {
  const { index, list } = held.get(portal) ?? {};
  if (!index || !list) throw new Error("stored.nothing");
  if (keys.length === 0) return bytesOf(list);
  const bits = Math.log2((index.size - HEADER - REACH * SLOT) / (SLOT + PARENTS));
  if (!Number.isInteger(bits)) throw new Error("stored.damaged");
  const starts = Array.from(keys.filter((_, at) => at % 2 === 1), (half) => HEADER + (half >>> (32 - bits)) * SLOT);
  const slots = new DataView(await joined(index, starts, REACH * SLOT));
  const offsets = starts.flatMap((_, at) => [...found(slots, at * REACH * SLOT, Math.max(1, keys[2 * at]))]);
  const begins = [...new Set(offsets)];
  if (begins.some((offset) => offset >= list.size)) throw new Error("stored.damaged");
  // Reading a Blob, even an empty one, takes the browser milliseconds.
  if (begins.length === 0) return new Uint8Array();
  const lines = new Uint8Array(await joined(list, begins, LONGEST_LINE + 1));
  return Uint8Array.from([...cut(lines, begins, list.size)].flatMap((line) => [...line, 10]));
}

/** Pieces of the same length, one after the other. @param {Blob} blob @param {number[]} starts @param {number} length */
const joined = (blob, starts, length) => new Blob(starts.map((start) => blob.slice(start, start + length))).arrayBuffer();

/** Where lines begin that have this tag. @param {DataView} slots @param {number} start @param {number} tag */
function* found(slots, start, tag) {
  for (let at = start; at < start + REACH * SLOT; at += SLOT) {
    const here = slots.getUint32(at, true);
    if (here === 0) return;
    if (here === tag) yield slots.getUint32(at + 4, true);
  }
}

/** The first line of each piece. @param {Uint8Array<ArrayBuffer>} bytes @param {number[]} begins @param {number} size */
function* cut(bytes, begins, size) {
  let start = 0;
  for (const begin of begins) {
    const end = start + Math.min(LONGEST_LINE + 1, size - begin);
    const feed = bytes.indexOf(10, start);
    yield bytes.subarray(start, feed < 0 ? end : Math.min(feed, end));
    start = end;
  }
}

/** @param {Blob | Uint8Array | undefined} value @returns {Promise<Uint8Array>} */
async function bytesOf(value) {
  return value instanceof Blob ? new Uint8Array(await value.arrayBuffer()) : (value ?? new Uint8Array());
}

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function answered(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** When what was asked for is done, all of it. @param {IDBObjectStore} state */
function ended({ transaction }) {
  return new Promise((resolve, reject) => Object.assign(transaction, { oncomplete: resolve, onabort: reject, onerror: reject }));
}

// What the background has saved, as it lies there, and the module that makes sense of it. Our pages name this file before
// their own, and it imports nothing: all that they need at first is being read while the rest of them is still being fetched.

/** The module in which our pages compute what they draw. @type {Promise<WebAssembly.Module>} */
export const pagesModule = WebAssembly.compileStreaming(packaged("core/pages_bg.wasm"));

/** @type {Promise<IDBDatabase | null> | null} */
let opening = null;

/**
 * What every page needs at first, each handed out once: read in one transaction, so that it belongs together.
 * @type {Map<string, Promise<Uint8Array>>}
 */
const early = new Map();
const state = stateOf();
for (const key of ["memory", "rules", "list:0", "earnings:0"]) early.set(key, valueIn(state, key));
for (const reading of early.values()) reading.catch(() => {});

/** The rules of stand-down in the package. */
export const packagedRules = bytesOf("policies.json");

/** A file of the package. @param {string} file */
export async function bytesOf(file) {
  return new Uint8Array(await (await packaged(file)).arrayBuffer());
}

/** @param {string} file */
function packaged(file) {
  return fetch(new URL(file, import.meta.url));
}

/** A saved value; empty when there is none. @param {string} key @returns {Promise<Uint8Array>} */
export function saved(key) {
  const reading = early.get(key);
  // Whoever asks for the memory anew wants nothing that lay beside an older one.
  if (key === "memory" && !reading) early.clear();
  early.delete(key);
  return reading ?? valueIn(stateOf(), key);
}

/** @returns {Promise<IDBObjectStore | undefined>} */
async function stateOf() {
  return (await (opening ??= open()))?.transaction("state").objectStore("state");
}

/** @param {Promise<IDBObjectStore | undefined>} state @param {string} key @returns {Promise<Uint8Array>} */
async function valueIn(state, key) {
  const request = (await state)?.get(key);
  const value = request ? await answered(request, new Uint8Array()) : new Uint8Array();
  // Lists are kept so that the background can read pieces of them.
  return value instanceof Blob ? new Uint8Array(await value.arrayBuffer()) : value;
}

/** The background's database; null, and not made here, when there is none yet. @returns {Promise<IDBDatabase | null>} */
async function open() {
  const request = indexedDB.open("pointback", 1);
  request.onupgradeneeded = () => request.transaction?.abort();
  try {
    const opened = await answered(request, null);
    opened.onversionchange = opened.onclose = () => {
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

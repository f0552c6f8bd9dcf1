// Every request of the background is written down before it leaves, and what came of it after: time, to whom, how much.
// Of an address only what stands before the query is kept. Nothing goes around this: the module calls the same `fetch`.

/** As many lines are kept. */
const MOST = 500;
const KEY = "requests";
const real = globalThis.fetch.bind(globalThis);

/** @typedef {{at: number, url: string, page: boolean, sent: number, got: number | null}} Line */

/** What was written last; one after the other. @type {Promise<unknown>} */
let last = Promise.resolve();

/** Takes the place of `fetch`. */
export function writeDownRequests() {
  globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    if (!/^https?:/.test(request.url)) return real(request);
    const body = await request.clone().text();
    const { origin, pathname, search } = new URL(request.url);
    /** @type {Line} */
    const line = {
      at: Date.now(),
      url: origin + pathname,
      // The address of a page would stand in the query, or in the body as the core writes it.
      page: search !== "" || /"page":"/.test(body),
      sent: request.url.length + body.length,
      got: null,
    };
    await write((lines) => lines.push(line));
    return counted(await real(request), line);
  };
}

/** The same answer; its length is written down once all of it has come. @param {Response} response @param {Line} line */
function counted(response, line) {
  if (!response.body) return response;
  let got = 0;
  const counter = new TransformStream({
    transform(/** @type {Uint8Array} */ part, to) {
      got += part.length;
      to.enqueue(part);
    },
    flush() {
      const isSame = (/** @type {Line} */ other) => other.at === line.at && other.url === line.url && other.got === null;
      void write((lines) => Object.assign(lines.findLast(isSame) ?? {}, { got }));
    },
  });
  return new Response(response.body.pipeThrough(counter), response);
}

/** @param {(lines: Line[]) => unknown} change */
function write(change) {
  last = last.catch(() => null).then(() => rewritten(change));
  return last;
}

/** Reads, changes and writes in one transaction. @param {(lines: Line[]) => unknown} change */
async function rewritten(change) {
  const opened = indexedDB.open("pointback");
  // The core makes it before its first request.
  opened.onupgradeneeded = () => opened.transaction?.abort();
  await done(opened);
  const database = opened.result;
  try {
    const store = database.transaction("state", "readwrite").objectStore("state");
    const asked = store.get(KEY);
    await done(asked);
    const [older, lines] = parted(new TextDecoder().decode(asked.result));
    change(lines);
    while (lines.length > MOST) drop(older, /** @type {Line} */ (lines.shift()));
    const all = older.dropped > 0 ? [older, ...lines] : lines;
    await done(store.put(new TextEncoder().encode(all.map((/** @type {object} */ one) => `${JSON.stringify(one)}\n`).join("")), KEY));
  } finally {
    database.close();
  }
}

/** What is no longer there in detail, and the lines. @param {string} text */
function parted(text) {
  const all = text.split("\n").filter(Boolean).map(read);
  const older = all[0]?.dropped === undefined ? {} : all.shift();
  const lines = all.filter((line) => line?.url);
  return [{ dropped: 0, carried: [], ...older }, lines];
}

/** A line that is damaged must not stop all that comes after it. @param {string} line */
function read(line) {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

/** @param {{dropped: number, carried: [string, number][]}} older @param {Line} line */
function drop(older, { page, url }) {
  older.dropped += 1;
  if (!page) return;
  const same = older.carried.find(([to]) => to === url);
  if (same) same[1] += 1;
  else older.carried.push([url, 1]);
}

/** @param {IDBRequest} request */
function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = resolve;
    request.onerror = () => reject(request.error);
  });
}

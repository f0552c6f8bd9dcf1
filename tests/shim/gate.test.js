// Navigations that need no core pass it by; all others reach it, in order, whatever the core is at.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { tableOf } from "./lookup-table.js";

const root = new URL("../../", import.meta.url);
const module = readFileSync(new URL(`${process.env.CARGO_TARGET_DIR ?? "target"}/core/lookup.wasm`, root));
/** What the session keeps. @type {Record<string, any>} */
const session = {};
let index = tableOf(["macys.com"]);
globalThis.chrome = /** @type {any} */ ({
  runtime: { getURL: (path) => path },
  storage: {
    session: {
      get: async (key) => structuredClone({ [key]: session[key] }),
      set: async (values) => void Object.assign(session, structuredClone(values)),
    },
  },
});
globalThis.fetch = /** @type {any} */ (async () => ({ arrayBuffer: async () => module.buffer.slice(module.byteOffset, module.byteOffset + module.length) }));
const request = (result) => {
  const asked = { result };
  queueMicrotask(() => asked.onsuccess?.());
  return asked;
};
const store = { get: () => request(new Blob([index])) };
globalThis.indexedDB = /** @type {any} */ ({ open: () => request({ transaction: () => ({ objectStore: () => store }) }) });
const { counted, keepIdle, navigated } = await import("../../extension/gate.js");

let told = [];
const report = counted(async (event) => void told.push(`${event.type} ${event.url}`));
const start = (url, tab = 7) => navigated({ type: "navigationStarted", tab, url }, report);
const commit = (url, tab = 7) => navigated({ type: "navigationCommitted", tab, url }, report);
let time = 0;
const say = (...tabs) => keepIdle({ time: (time += 1), said: `${tabs.join(" ")} 0:1 ` });
const begin = async (...tabs) => {
  await say(...tabs);
  told = [];
};
const NEWS = "https://news.example.org/";
const STORE = "https://www.macys.com/";

test("in an idle tab a page that is not listed wakes nobody, and is remembered nowhere", async () => {
  await begin(7);
  for (const url of [NEWS, "https://other.example.net:8443/a?b=https://macys.com/"]) {
    await start(url);
    await commit(url);
  }
  assert.deepEqual([told, session.idle.tabs, JSON.stringify(session).includes("example")], [[], [7], false]);
});

test("what the core must hear it hears, and from then on everything until it says otherwise", async () => {
  for (const url of [STORE, "https://www.google.com/", "about:blank", "http://127.0.0.1/", "http://localhost:1/", "https://Odd.example/"]) {
    await begin(7);
    await commit(url);
    assert.deepEqual([told, session.idle.tabs], [[`navigationCommitted ${url}`], []], url);
    await commit(NEWS);
    assert.equal(told.length, 2, url);
  }
});

test("a tab that is not idle is told of", async () => {
  await begin(7);
  await commit(NEWS, 8);
  assert.deepEqual([told, session.idle.tabs], [[`navigationCommitted ${NEWS}`], [7]]);
});

test("where a redirected way began is told when it leads to a store, and forgotten when it leads nowhere", async () => {
  await begin(7);
  await start("https://t.example/x");
  await commit(STORE);
  assert.deepEqual(told, ["navigationStarted https://t.example/x", `navigationCommitted ${STORE}`]);
  await begin(7);
  await start("https://t.example/x");
  await commit(NEWS);
  await commit(STORE);
  assert.deepEqual(told, [`navigationCommitted ${STORE}`]);
});

test("more beginnings than are held go on to the core, none is lost", async () => {
  await begin(7);
  for (let at = 0; at < 9; at += 1) await start(`https://t${at}.example/`);
  assert.equal(told.length, 9);
});

test("nothing passes while the core is at something, and an older word never counts after a newer one", async () => {
  await begin(7);
  let finish = () => {};
  const busy = counted(() => new Promise((resolve) => (finish = () => resolve(null))))({});
  await commit(NEWS);
  assert.equal(told.length, 1);
  finish();
  await busy;
  await say(7);
  await say();
  await keepIdle({ time: time - 1, said: "7 0:1 " });
  await commit(NEWS);
  assert.equal(told.length, 2);
});

test("an index that cannot be read, or is too long to be, lets everything through", async () => {
  for (const bad of [new Uint8Array(9), tableOf(Array.from({ length: 131_073 }, (_, at) => `s${at}.example`))]) {
    index = bad;
    await keepIdle({ time: (time += 1), said: `7 0:${time} ` });
    told = [];
    await commit(NEWS);
    assert.deepEqual(told, [`navigationCommitted ${NEWS}`]);
  }
});

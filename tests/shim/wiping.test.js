// Whoever dies while everything is deleted leaves something to delete again: what we stored goes last.
import assert from "node:assert/strict";
import test from "node:test";
import { request } from "./fake-request.js";

/** What was done, in order, and after what everything stops. @type {string[]} */
let done = [];
let end = "";
const step = (/** @type {string} */ name) => async () => {
  if (done.includes(end)) return new Promise(() => {});
  done.push(name);
};

globalThis.chrome = /** @type {any} */ ({
  runtime: { id: "ours" },
  scripting: { unregisterContentScripts: step("scripts") },
  permissions: { remove: async (/** @type {object} */ needs) => step(String(Object.values(needs)[0]))() },
  storage: { session: { clear: step("session") }, local: { clear: step("local") }, sync: { clear: step("sync") } },
});
const state = () => {
  const transaction = {};
  setTimeout(() => transaction.oncomplete?.());
  return { transaction, clear: () => void done.push("stored") };
};
const opened = { transaction: () => ({ objectStore: state }), close: () => {} };
globalThis.indexedDB = /** @type {any} */ ({ open: () => request(() => opened) });
const { clear } = await import("../../extension/stored.js");

const SEARCHES = "*://www.google.com/*,*://www.bing.com/*,*://duckduckgo.com/*";
const STEPS = ["scripts", "*://*/*", "webNavigation", SEARCHES, "cookies,notifications", "session", "local", "sync", "stored"];

test("all of it goes, and what we stored last", async () => {
  done = [];
  await clear();
  assert.deepEqual(done, STEPS);
});

for (const at of STEPS.slice(0, 5)) {
  test(`whoever dies after "${at}" has everything still to delete`, async () => {
    [done, end] = [[], at];
    clear();
    await new Promise((resolve) => setTimeout(resolve, 0));
    assert.ok(done.includes(at) && !done.includes("stored"), String(done));
  });
}

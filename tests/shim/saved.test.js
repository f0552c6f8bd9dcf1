// What our pages read of what the background has saved: early, of one moment, and anew when the memory is.
import assert from "node:assert/strict";
import test from "node:test";
import { request } from "./fake-request.js";

const kept = new Map();
let transactions = 0;
const transaction = () => {
  transactions += 1;
  const then = new Map(kept); // of one moment
  return { objectStore: () => ({ get: (key) => request(() => then.get(key)) }) };
};
globalThis.indexedDB = /** @type {any} */ ({ open: () => request(() => ({ transaction })) });
globalThis.fetch = /** @type {any} */ (async () => new Response("{}"));
WebAssembly.compileStreaming = /** @type {any} */ (async () => null);

let page = 0;
const opened = () => import(`../../extension/saved.js?${(page += 1)}`);
const save = (word) => ["memory", "list:0"].forEach((key) => kept.set(key, new TextEncoder().encode(word)));
const texts = async (saved) => [await saved("memory"), await saved("list:0")].map((bytes) => new TextDecoder().decode(bytes));

test("what a page needs at first is of one transaction, whatever is saved meanwhile", async () => {
  save("first");
  const { saved } = await opened();
  const memory = await saved("memory");
  assert.equal(transactions, 1);
  save("second");
  assert.deepEqual([memory, await saved("list:0")].map((bytes) => new TextDecoder().decode(bytes)), ["first", "first"]);
  assert.deepEqual(await texts(saved), ["second", "second"]);
});

test("a page that is open before anything is saved reads what came, and not the nothing that was there", async () => {
  kept.clear();
  const { saved } = await opened();
  assert.equal((await saved("memory")).length, 0);
  save("first");
  assert.deepEqual(await texts(saved), ["first", "first"]);
});

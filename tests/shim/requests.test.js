// The log of requests: written before anything leaves, bounded, and of what is dropped it stays known where a page went along.
import assert from "node:assert/strict";
import test from "node:test";
import { request } from "./fake-request.js";

/** A database of one store, in a map. */
const kept = new Map();
let fails = false;
const put = (value, key) =>
  request(() => {
    kept.set(key, value);
  });
const failed = () => {
  const asked = {};
  queueMicrotask(() => asked.onerror?.());
  return asked;
};
const store = { get: (key) => request(() => kept.get(key)), put: (value, key) => (fails ? failed() : put(value, key)) };
const database = { transaction: () => ({ objectStore: () => store }), close: () => {} };
globalThis.indexedDB = /** @type {any} */ ({ open: () => request(() => database) });

const left = [];
globalThis.fetch = async (input) => {
  left.push(input.url);
  return new Response("four");
};
const { writeDownRequests } = await import("../../extension/requests.js");
writeDownRequests();

const log = () => new TextDecoder().decode(kept.get("requests")).split("\n").filter(Boolean).map((line) => JSON.parse(line));
const clicks = "https://portal.example/v1/clicks";
const click = { method: "POST", body: JSON.stringify({ page: "https://store.example/" }) };

test("a request stands in the log before it leaves, and its answer's length after", async () => {
  const answer = await fetch("https://portal.example/v1/me?secret=1");
  assert.equal(log()[0].got, null);
  assert.equal(await answer.text(), "four");
  await new Promise(setImmediate);
  const [{ url, page, sent, got }] = log();
  assert.deepEqual([url, page, sent, got], ["https://portal.example/v1/me", true, 37, 4]);
});

test("what cannot be written down does not leave", async () => {
  const before = left.length;
  fails = true;
  await assert.rejects(fetch(clicks, click));
  fails = false;
  assert.equal(left.length, before);
});

test("of what is dropped it stays known how often a page went along, and to where", async () => {
  kept.clear();
  for (let at = 0; at < 3; at++) await fetch(clicks, click);
  for (let at = 0; at < 499; at++) await fetch("https://portal.example/v1/me");
  const [older, ...lines] = log();
  assert.deepEqual(older, { dropped: 2, carried: [[clicks, 2]] });
  assert.equal(lines.length, 500);
  assert.deepEqual([lines[0].url, lines[0].page], [clicks, true]);
});

test("a log whose first line says less holds up no request", async () => {
  const lines = [{ dropped: 7 }, ...Array.from({ length: 500 }, (_, at) => ({ at, url: clicks, page: true, sent: 1, got: 1 }))];
  kept.set("requests", new TextEncoder().encode(lines.map((line) => `${JSON.stringify(line)}\n`).join("")));
  await fetch(clicks, click);
  assert.deepEqual(log()[0], { dropped: 8, carried: [[clicks, 1]] });
});

test("a damaged line is left out, and holds up no request", async () => {
  const lines = ['{"dropped":7,"carr', '{"at":1,"url":"x"', "5", '{"at":2,"url":"y","page":false,"sent":1,"got":1}'];
  kept.set("requests", new TextEncoder().encode(lines.join("\n")));
  await fetch(clicks, click);
  assert.deepEqual(log().map((line) => line.url), ["y", clicks]);
});

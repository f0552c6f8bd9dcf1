// What the core's module keeps: all or nothing, and of a long list as few bytes are read as of a short one.
import assert from "node:assert/strict";
import test from "node:test";
import { request } from "./fake-request.js";
import { tableOf, halvesOf } from "./lookup-table.js";

/** A database that holds its values in a map, and counts the bytes that are read of Blobs. */
const kept = new Map();
let bytesRead = 0;
let fails = false;
const state = () => {
  const changes = [];
  const transaction = {};
  setTimeout(() => {
    if (fails) return transaction.onabort?.(new Error("full"));
    for (const change of changes) change();
    transaction.oncomplete?.();
  });
  return {
    transaction,
    get: (key) => request(() => kept.get(key)),
    put: (value, key) => changes.push(() => kept.set(key, value)),
    delete: (key) => changes.push(() => kept.delete(key)),
  };
};
/** Every connection that was opened. @type {any[]} */
const connections = [];
const connect = () => {
  connections.push({ transaction: () => ({ objectStore: state }), close: () => {} });
  return connections.at(-1);
};
globalThis.indexedDB = /** @type {any} */ ({ open: () => request(connect) });
const { hold, look, read, save } = await import("../../extension/stored.js");

class Counted extends Blob {
  slice(from, to) {
    bytesRead += Math.min(to, this.size) - Math.min(from, this.size);
    return super.slice(from, to);
  }
}

const text = (bytes) => new TextDecoder().decode(bytes);
const lineOf = (host, id) => `{"id":${id},"n":"Store","d":["${host}"],"r":[{"k":"p","v":250}]}`;
const keys = (...names) => Uint32Array.from(names.flatMap(halvesOf));

/** A list of stores, every line as long as every other, under this portal's number. */
async function shelve(portal, size) {
  const hosts = Array.from({ length: size }, (_, at) => `store-${String(at).padStart(6, "0")}.example`);
  const lines = hosts.map((host, at) => lineOf(host, 1_000_000 + at));
  const place = lines[0].length + 1;
  kept.set(`list:${portal}`, new Counted([`${lines.join("\n")}\n`]));
  kept.set(`index:${portal}`, new Counted([tableOf(hosts, (at) => at * place)]));
  assert.deepEqual([...(await hold(Uint32Array.of(portal, 77)))], [portal]);
}

test("values come back as they were; lists are kept so that pieces can be read", async () => {
  await save(["memory", Uint8Array.of(1, 2), "list:0", Uint8Array.of(3), "index:0", Uint8Array.of(4)]);
  assert.deepEqual([...(await read("memory")), ...(await read("list:0"))], [1, 2, 3]);
  assert.ok(kept.get("list:0") instanceof Blob && kept.get("memory") instanceof Uint8Array);
  await save(["list:0", new Uint8Array()]);
  assert.deepEqual([kept.has("list:0"), (await read("list:0")).length], [false, 0]);
});

test("a database that the browser closes by itself is opened anew", async () => {
  await read("memory");
  const before = connections.length;
  connections.at(-1).onclose();
  assert.deepEqual([...(await read("memory"))], [1, 2]);
  assert.equal(connections.length, before + 1);
});

test("what cannot be written is said", async () => {
  fails = true;
  await assert.rejects(save(["memory", Uint8Array.of(9)]));
  fails = false;
  assert.deepEqual([...(await read("memory"))], [1, 2]);
});

test("an older form, and half a list, count as none", async () => {
  kept.set("list:5", Uint8Array.of(1)).set("index:6", new Blob(["x"]));
  assert.deepEqual([...(await hold(Uint32Array.of(5, 6)))], []);
  await assert.rejects(look(5, keys("macys.com")), /stored\.nothing/);
});

test("keys lead to their lines, and to nothing else", async () => {
  await shelve(1, 300);
  const found = text(await look(1, keys("www.store-000007.example", "store-000007.example", "example", "store-000299.example", "store-000007.example")));
  assert.deepEqual(found.split("\n").filter(Boolean), [lineOf("store-000007.example", 1_000_007), lineOf("store-000299.example", 1_000_299)]);
  assert.equal(text(await look(1, keys("macys.com"))), "");
  assert.equal((await look(1, new Uint32Array())).length, kept.get("list:1").size, "without keys all of it");
});

test("damaged bytes lead to an error, or to what is no line", async () => {
  const list = new Blob(["no line feed"]);
  const index = (bytes) => kept.set("list:2", list).set("index:2", new Blob([bytes]));
  index(new Uint8Array(1000));
  await hold(Uint32Array.of(2));
  await assert.rejects(look(2, keys("macys.com")), /stored\.damaged/);
  const table = tableOf(["macys.com"], () => 4_000_000_000);
  index(table);
  await hold(Uint32Array.of(2));
  await assert.rejects(look(2, keys("macys.com")), /stored\.damaged/, "never past the list");
  index(tableOf(["macys.com"], () => 3));
  await hold(Uint32Array.of(2));
  assert.equal(text(await look(2, keys("macys.com"))), "line feed\n");
});

test("as many bytes are read of 350,000 stores as of 3,500", async (t) => {
  const counts = [];
  for (const size of [3_500, 350_000]) {
    await shelve(3, size);
    bytesRead = 0;
    assert.match(text(await look(3, keys("www.store-001234.example", "store-001234.example"))), /store-001234/);
    counts.push(bytesRead);
  }
  t.diagnostic(`${counts[0]} bytes of each`);
  assert.equal(counts[0], counts[1]);
});

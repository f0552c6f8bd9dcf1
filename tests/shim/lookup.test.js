// The look-up that wakes nobody: the same answers as a plain map behind the browser's own parser, whatever the address.
// The module is target/core/lookup.wasm, which ./build.sh builds.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { openLookup } from "../../extension/lookup.js";
import { tableOf } from "./lookup-table.js";

const root = new URL("../../", import.meta.url);
const module = readFileSync(new URL(`${process.env.CARGO_TARGET_DIR ?? "target"}/core/lookup.wasm`, root));
const { hosts, table, cases } = JSON.parse(readFileSync(new URL("tests/vectors/lookup.json", root), "utf8"));

/** The truth: the parser's host, and from parent to parent through a map. */
function plainly(listed, url) {
  if (!URL.canParse(url)) return -1;
  const { protocol, hostname } = new URL(url);
  if (!["http:", "https:"].includes(protocol)) return -1;
  const labels = hostname.replace(/\.$/, "").split(".");
  if (labels.some((label) => label.length === 0 || label.length > 63)) return -1;
  for (; labels.length > 0; labels.shift()) if (listed.has(labels.join("."))) return listed.get(labels.join("."));
  return -1;
}

/** Looks every address up both ways; how many were handed to the full parser? */
async function same(list, urls) {
  const listed = new Map(list.map((host, at) => [host, at]));
  const { find } = await openLookup(module, tableOf(list));
  const wrong = [];
  let handed = 0;
  for (const url of urls) {
    const found = find(url);
    if (found === -2) handed += 1;
    else if (found !== plainly(listed, url)) wrong.push([url, found]);
  }
  assert.deepEqual(wrong, []);
  return handed;
}

test("every case of the table of addresses", async () => {
  const { find } = await openLookup(module, tableOf(hosts));
  assert.ok(cases.length >= 60, "the table of cases");
  for (const { url, found } of cases) assert.equal(find(url), found, url);
});

test("the table is the one that the core builds", () => {
  assert.equal(createHash("sha256").update(tableOf(hosts)).digest("hex"), table);
});

test("public hosts are told apart from search engines and from what is none", async () => {
  const { find, isPlain } = await openLookup(module, tableOf(hosts));
  const asked = (url) => [find(url), isPlain(url)];
  for (const url of ["https://google.evil.example/", "https://macys.com.google/", "https://www.example.org./", "http://u@a.net:80/"]) {
    assert.deepEqual(asked(url), [-1, true], url);
  }
  const searches = ["https://www.google.co.uk/search?q=a", "https://user@duckduckgo.com:443/", "https://search.brave.com./"];
  for (const url of [...searches, "about:blank", "http://[::1]/", "http://127.0.0.1/", "http://localhost/", "https://co.uk/"]) {
    assert.deepEqual(asked(url), [-1, false], url);
  }
});

test("bytes that are no table are refused", async () => {
  const good = tableOf(hosts);
  for (const bad of [good.slice(1), good.slice(0, 16), good.map((byte, at) => (at === 0 ? 0 : byte)), new Uint8Array()]) {
    await assert.rejects(openLookup(module, bad), /lookup\.(badTable|noRoom)/);
  }
  const full = good.map((byte, at) => (at < 16 ? byte : 0xff));
  assert.equal((await openLookup(module, full)).find("https://macys.com/"), -1);
});

test("generated addresses", async () => {
  const words = ["shop", "www", "a", "macys", "theory", "x-y", "b_c", "co", "1", ""];
  let seed = 7;
  const pick = (list) => list[(seed = (seed * 48271) % 2147483647) % list.length];
  const host = () => Array.from({ length: 1 + (pick([0, 1, 2, 3, 4])) }, () => pick(words)).concat(pick(["com", "co.uk", "example"])).join(".");
  const before = ["https://", "http://", "https://user:pw@", "http://macys.com@", "ftp://", "HTTPS://"];
  const after = ["/", ":8080/", "./", "/a/b?c=https://macys.com/#d", "?x", "", ":99999/", "/@macys.com"];
  const urls = Array.from({ length: 20_000 }, () => `${pick(before)}${host()}${pick(after)}`);
  const list = [...new Set(Array.from({ length: 300 }, host))].filter((name) => name.split(".").every(Boolean));
  const written = urls.filter((url) => URL.canParse(url)).map((url) => new URL(url).href);
  await same(list, urls);
  assert.equal(await same(list, written), 0, "a browser's own form needs no other parser");
});

/** A file in the folder of real addresses, or null. @param {string} name */
function real(name) {
  const file = join(process.env.POINTBACK_CORPUS ?? "", name);
  if (!existsSync(file)) return null;
  return execFileSync("zstd", ["-dc", file], { encoding: "utf8", maxBuffer: 2 ** 28 });
}
const lines = (text) => text.split("\n").filter(Boolean);

test("real addresses", async (t) => {
  const [miss, hit, names] = ["visits-miss.canon.txt.zst", "visits-hit.canon.txt.zst", "domains-350k.txt.zst"].map(real);
  if (miss === null || hit === null || names === null) return t.skip("0 of 40,000 real addresses: POINTBACK_CORPUS names no folder with them");
  const urls = [...lines(miss), ...lines(hit)];
  assert.ok(urls.length >= 40_000);
  for (const size of [3_500, 350_000]) {
    const handed = await same(lines(names).slice(0, size), urls);
    assert.ok(handed < 50, `${handed} handed to the full parser`);
  }
  t.diagnostic(`${urls.length} real addresses against lists of 3,500 and 350,000 hosts`);
});

test("the data of the web platform's own tests", async (t) => {
  const text = real("wpt-urltestdata.json.zst");
  if (text === null) return t.skip("0 cases of wpt: POINTBACK_CORPUS names no folder with them");
  const written = JSON.parse(text).map((one) => one.href).filter((href) => href?.startsWith("http") && URL.canParse(href));
  const list = [...new Set(written.map((href) => new URL(href).hostname))].filter((name) => /^[\da-z._-]+\.[a-z]+$/.test(name));
  assert.ok(written.length > 200 && list.length > 5, "cases");
  t.diagnostic(`${written.length} addresses, ${await same(list, written)} handed to the full parser`);
});

// The workload: 350,000 hosts, of which the first 3,500 and 35,000 are the smaller lists, and 20,000 addresses each on none of
// them and on listed ones. Real ones when they are at hand, else generated. node corpus.js DATA FOLDER
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { addresses, hosts } from "./generate.js";

const [data, folder] = process.argv.slice(2);
const FILES = ["domains-350k.txt.zst", "visits-miss.canon.txt.zst", "visits-hit.canon.txt.zst"];

/** @param {string} name */
const lines = (name) =>
  execFileSync("zstd", ["-dcq", join(data, name)], { encoding: "utf8", maxBuffer: 1 << 28 }).split("\n").filter(Boolean);

function real() {
  if (!FILES.every((name) => existsSync(join(data, name)))) return null;
  try {
    return FILES.map(lines);
  } catch {
    return null; // no zstd
  }
}

function generated() {
  const listed = hosts(350_000, 20260101);
  const others = hosts(13_000, 7, new Set(listed));
  return [listed, addresses(others, 20_000, 11, 0.58), addresses(listed.slice(0, 3_500), 20_000, 13, 0.7)];
}

/** Written so that every browser reads it as an address. @param {string} address */
const isPlain = (address) => /^https?:\/\/[\w.@:%-]+\//.test(address);

const found = real();
const [listed, miss, hit] = (found ?? generated()).map((all, at) => (at === 0 ? all : all.filter(isPlain)));
mkdirSync(folder, { recursive: true });
for (const [name, content] of Object.entries({ hosts: listed, miss, hit })) {
  writeFileSync(join(folder, `${name}.json`), JSON.stringify(content));
  writeFileSync(join(folder, `${name}.txt`), content.join("\n"));
}
writeFileSync(join(folder, "package.json"), '{"type":"module"}'); // a look-up's script is put here, too
writeFileSync(join(folder, "about.json"), JSON.stringify({ corpus: found ? "real" : "generated" }));
console.log(`    ${listed.length} hosts, ${miss.length} + ${hit.length} addresses: ${found ? "real ones" : "generated"}`);

// The look-up in Node: each candidate and list in a fresh process, in rounds, so that a busy moment of the machine hits all.
// node lookup.js CORPUS PEERS RESULT ROUNDS | node --expose-gc lookup.js CORPUS PEERS NAME SIZE (one, for itself)
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { CANDIDATES } from "./candidates.js";
import { measure } from "./measure.js";
import { medians } from "./medians.js";
import { offersOf } from "./offers.js";

const SAMPLES = 201;
/** Nanoseconds over which garbage is counted, at most. */
const PASS = 100e6;
const SIZES = [3_500, 35_000, 350_000];
const [corpus, peers, third, fourth] = process.argv.slice(2);

/** Bytes by which the heap grows, and never is collected, while this runs. @param {() => void} work */
function grown(work) {
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  work();
  return process.memoryUsage().heapUsed - before;
}

/** @param {string} name @param {number} size */
async function one(name, size) {
  const read = (/** @type {string} */ file) => JSON.parse(readFileSync(join(corpus, `${file}.json`), "utf8"));
  const place = (/** @type {string} */ path) => join(path.includes("/") ? peers : corpus, path);
  const tools = {
    size,
    load: (/** @type {string} */ path) => import(pathToFileURL(resolve(place(path))).href),
    bytes: async (/** @type {string} */ path) => new Uint8Array(readFileSync(place(path))),
  };
  const { find, misses, ...times } = await measure(name, { hosts: read("hosts"), miss: read("miss"), hit: read("hit") }, tools, SAMPLES);
  // Ten times over all that is answered and not left to somebody else, or less of what is slow, without an iterator, which makes
  // objects of its own. The least of some tries: an engine makes code when it likes.
  const answered = misses.filter((url) => find(url) === -1);
  const asked = Math.ceil(Math.min(answered.length * 10, PASS / times.miss));
  const pass = () => grown(() => {
    for (let at = 0; at < asked; at++) find(answered[at % answered.length]);
  });
  const garbage = Math.min(...Array.from({ length: 9 }, pass)) / asked;
  return { ...times, garbage };
}

if (fourth && CANDIDATES[third]) console.log(JSON.stringify(await one(third, Number(fourth))));
else {
  /** @type {Record<string, number[]>} */
  const seen = {};
  const note = (/** @type {string} */ key, /** @type {number} */ value) => (seen[key] ??= []).push(value);
  for (let round = 0; round < Number(fourth); round++) {
    for (const [name, { most = Infinity }] of Object.entries(CANDIDATES)) {
      for (const size of SIZES.filter((one) => one <= most)) {
        // A young generation that no pass can fill: what is garbage stays to be counted.
        const flags = ["--expose-gc", "--min-semi-space-size=256", "--max-semi-space-size=256", import.meta.filename];
        const figures = JSON.parse(execFileSync(process.execPath, [...flags, corpus, peers, name, String(size)], { encoding: "utf8" }));
        for (const [kind, value] of Object.entries(figures)) note(`lookup.node.${name}.${size}.${kind}`, value);
      }
      writeFileSync(third, JSON.stringify(medians(seen))); // as far as it is, should somebody lose patience
      console.log(`    round ${round + 1}: ${name}`);
    }
  }
  const hosts = JSON.parse(readFileSync(join(corpus, "hosts.json"), "utf8"));
  for (const size of SIZES) {
    /** @type {Map<string, any> | null} */
    let map = null;
    note(`memory.map.${size}`, grown(() => {
      map = offersOf(hosts.slice(0, size));
      globalThis.gc?.();
    }));
    if (map === null) throw new Error("no map");
  }
  writeFileSync(third, JSON.stringify(medians(seen)));
}

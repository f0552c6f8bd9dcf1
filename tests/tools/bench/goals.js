// What the figures are held against: one row a goal, and the tables beside it.
import { CANDIDATES } from "./candidates.js";

const SIZES = [3_500, 35_000, 350_000];
const named = (/** @type {number} */ size) => `${size.toLocaleString("en")} hosts`;

/** @typedef {Record<string, number>} Figures */

/** @param {Figures} figures @param {string} start */
const sum = (figures, start) => {
  const those = Object.entries(figures).filter(([key]) => key.startsWith(start));
  return those.length ? those.reduce((all, [, value]) => all + value, 0) : Number.NaN;
};

/**
 * @typedef Goal
 * @property {string} what @property {string} unit @property {number | undefined} ours @property {number | undefined} [peer]
 * @property {number | undefined} ratio @property {[">=" | "<=", number]} bound @property {string} [why] it is not reached
 */

/** @param {Figures} figures @returns {Goal[]} */
export function goals(figures) {
  /** How many times the peer's figure is ours. @returns {Goal} */
  const times = (/** @type {string} */ what, /** @type {string} */ unit, /** @type {number} */ ours, /** @type {number} */ peer, /** @type {number} */ least, why = "") => ({
    what, unit, ours, peer, ratio: peer / ours, bound: [">=", least], why,
  });
  /** Which part of the peer's figure ours is. @returns {Goal} */
  const part = (/** @type {string} */ what, /** @type {string} */ unit, /** @type {number} */ ours, /** @type {number} */ peer, /** @type {number} */ most, why = "") => ({
    what, unit, ours, peer, ratio: ours / peer, bound: ["<=", most], why,
  });
  const most = (/** @type {string} */ what, /** @type {string} */ unit, /** @type {number} */ ours, /** @type {number} */ limit) => /** @type {Goal} */ ({
    what, unit, ours, ratio: ours, bound: ["<=", limit],
  });
  const miss = (/** @type {string} */ name, /** @type {number} */ size) => figures[`lookup.chromium.${name}.${size}.miss`];
  const wake = (/** @type {string} */ name) => figures[`wake.chromium.${name}`];
  const reading = "to read an address's characters and to call the module takes 120 ns by itself";
  const sized = (/** @type {(size: number, at: number) => Goal} */ make) => SIZES.map(make);
  return [
    ...sized((size) => times(`a miss, ${named(size)}: tldts + Map`, "ns", miss("ours", size), miss("tldts", size), 8, reading)),
    ...sized((size) => times(`a miss, ${named(size)}: new URL + Map walk`, "ns", miss("ours", size), miss("walk", size), 20, reading)),
    ...sized((size, at) => times(`a miss, ${named(size)}: uBlock's hntrie`, "ns", miss("ours", size), miss("hntrie", size), [3, 5, 8][at], "it is fed by the same scan as ours")),
    times("a miss, 3,500 hosts, Node: a regex a store", "ns", figures["lookup.node.ours.3500.miss"], figures["lookup.node.regexes.3500.miss"], 2_000),
    part("a miss at 350,000 hosts, to one at 3,500", "ns", miss("ours", 350_000), miss("ours", 3_500), 1.2),
    // Less than a byte is what the engine makes for itself meanwhile: it has no objects so small.
    most("garbage of a look-up, 350,000 hosts, Node", "B", Math.floor(figures["lookup.node.ours.350000.garbage"]), 0),
    ...sized((size, at) => times(`load on a cold wake, ${named(size)}: objects in storage.local`, "ms", wake(`ours.${size}.load`), wake(`objects.${size}.load`), [20, 300, 2_000][at], "ours is all that a waking takes, module and rules included")),
    part("wake to answer at 350,000 hosts, to that at 3,500", "ms", wake("ours.350000.wake"), wake("ours.3500.wake"), 1.05),
    part("wake to answer at 350,000 hosts: an empty worker", "ms", wake("ours.350000.wake"), wake("empty.0.wake"), 1.1, "the core's module is fetched and made ready"),
    ...["chromium", "firefox"].map((browser) =>
      most(`wakes of a stopped background by ${figures[`quiet.${browser}.pages`]} real pages that are not stores, ${browser}`, "", figures[`quiet.${browser}.woken`], 0)),
    part("what the list keeps in memory, 350,000 hosts: a Map of offers", "B", wake("ours.350000.wasm") - wake("ours.3500.wasm"), figures["memory.map.350000"], 1 / 500),
    part("a day's delta, 35,000 offers: the full list, both as stored", "B", figures["sync.delta"], figures["sync.full"], 0.0045),
    ...sized((size) => most(`a miss in the core's table, natively, ${named(size)}`, "ns", figures[`native.table.miss.${size}`], 60)),
    most("allocations of 60,000 misses and as many hits in the core's table", "", sum(figures, "native.allocations.table."), 0),
    { ...most("allocations of 40,000 misses and as many hits in its lists, from the address's text", "", sum(figures, "native.allocations.list."), 0),
      why: "odd addresses, which no browser writes like that, go to the full parser" },
    { ...times("click-outs a second, PostgreSQL: pgbench", "", figures["clicks.postgres.portal"], figures["clicks.postgres.pgbench"], 1 / 1.5),
      ratio: figures["clicks.postgres.portal"] / figures["clicks.postgres.pgbench"],
      why: "ours answers over HTTP, on the same processors" },
    ...["Postgres", "SQLite"].map((engine) => {
      const [key, peer] = [`ingest.${engine.toLowerCase()}`, engine === "Postgres" ? "pgbench" : "hand"];
      return { ...times(`order lines taken in a second, ${engine}: the same statements by ${peer}`, "", figures[`${key}.portal`], figures[`${key}.${peer}`], 1 / 2),
        ratio: figures[`${key}.portal`] / figures[`${key}.${peer}`], why: "a fifth of the time is left to clicks, and the rules are reckoned" };
    }),
  ];
}

/** @param {Figures} figures */
export function comparisons(figures) {
  const bySize = SIZES.map(named);
  const line = (/** @type {string} */ title, /** @type {string} */ start, /** @type {string} */ end) => [title, ...SIZES.map((size) => figures[`${start}.${size}.${end}`])];
  const lines = (/** @type {string} */ engine, /** @type {string} */ what) =>
    Object.entries(CANDIDATES)
      .filter(([name]) => Object.keys(figures).some((key) => key.startsWith(`lookup.${engine}.${name}.`)))
      .map(([name, { title, differs }]) => line(what === "differ" && differs ? `${title}, which ${differs}` : title, `lookup.${engine}.${name}`, what));
  const ways = [["ours", "Pointback"], ["objects", "JSON objects in storage.local -> Map"], ["string", "JSON string in storage.local -> Map"], ["indexed", "objects in IndexedDB -> Map"]];
  const wakes = (/** @type {string} */ browser, /** @type {string} */ what) => ways.map(([way, title]) => line(title, `wake.${browser}.${way}`, what));
  const rest = Object.keys(figures).filter((key) => !/^(lookup|wake|adblock|quiet)\./.test(key));
  const adblock = [["ours", "Pointback's list"], ["theirs", "Brave's adblock-rust, ||host^$document"]];
  return [
    ...["chromium", "firefox", "node"].flatMap((engine) => ["miss", "hit"].map((what) => ({
      title: `Look-up in ${engine}, ${what}, ns an address`, columns: bySize, rows: lines(engine, what),
    }))),
    ...["miss", "hit"].map((what) => ({
      title: `From an address's text to a store, natively, ${what}, ns`, columns: bySize,
      rows: adblock.map(([who, title]) => line(title, `adblock.${who}`, what)),
    })),
    { title: "Garbage a look-up in node, bytes", columns: bySize, rows: lines("node", "garbage") },
    { title: "Of the addresses that were asked, so many were answered otherwise than by a walk over the suffixes", columns: bySize, rows: lines("node", "differ") },
    ...["chromium", "firefox"].flatMap((browser) => [["wake", "from the message to the answer"], ["load", "of it, in the background"]].map(([what, title]) => ({
      title: `Cold wake in ${browser}, ${title}, ms (an empty worker: ${figures[`wake.${browser}.empty.0.${what}`]?.toFixed(1)})`, columns: bySize, rows: wakes(browser, what),
    }))),
    { title: "All else", columns: ["figure"], rows: rest.map((key) => [key, figures[key]]) },
  ].filter(({ rows }) => rows.some((row) => row.slice(1).some((value) => value !== undefined)));
}

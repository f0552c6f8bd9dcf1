// Puts the figures of all parts together: dist/bench.json, and one table on the screen. node report.js FOLDER OUT
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { join } from "node:path";
import { comparisons, goals } from "./goals.js";

const [folder, out] = process.argv.slice(2);
const read = (/** @type {string} */ file) => JSON.parse(readFileSync(file, "utf8"));

/** @type {Record<string, number>} */
const figures = {};
for (const file of readdirSync(join(folder, "figures")).sort()) Object.assign(figures, read(join(folder, "figures", file)));
const { corpus } = read(join(folder, "corpus/about.json"));

/** Three digits that count. @param {number | undefined} value @param {string} unit */
function shown(value, unit) {
  if (value === undefined || Number.isNaN(value)) return "not measured";
  const text = Math.abs(value) >= 100 ? Math.round(value).toLocaleString("en") : value === 0 ? "0" : String(Number(value.toPrecision(3)));
  return unit ? `${text} ${unit}` : text;
}

/** @param {string[][]} rows the first one is the heading */
function print(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  for (const row of rows) {
    console.log(`  ${row.map((cell, column) => (column === 0 || column === row.length - 1 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))).join("   ").trimEnd()}`);
  }
}

const judged = goals(figures).map(({ what, unit, ours, peer, bound, ratio, why }) => {
  const [kind, limit] = bound;
  const value = ratio ?? Number.NaN;
  const isReached = kind === ">=" ? value >= limit : value <= limit;
  const verdict = Number.isNaN(value) ? "not measured" : isReached ? "reached" : `not reached${why ? `: ${why}` : ""}`;
  return { what, unit, ours, peer, ratio, goal: `${kind} ${shown(limit, "")}`, verdict };
});

const load = { processors: availableParallelism(), running: Number(loadavg()[2].toFixed(1)) };
console.log(`\nAgainst the goals, with ${corpus} hosts and addresses (medians; compare within one run only).`);
console.log(`In the last quarter of an hour ${load.running} programs wanted ${load.processors} processors: what takes longer than a moment suffers when it is more.\n`);
print([
  ["what", "ours", "peer", "ratio", "goal", ""],
  ...judged.map((row) => [row.what, shown(row.ours, row.unit), row.peer === undefined ? "" : shown(row.peer, row.unit), shown(row.ratio, ""), row.goal, row.verdict]),
]);
for (const { title, columns, rows } of comparisons(figures)) {
  console.log(`\n${title}\n`);
  print([["", ...columns, ""], ...rows.map(([name, ...values]) => [String(name), ...values.map((value) => shown(/** @type {any} */ (value), "")), ""])]);
}
writeFileSync(out, `${JSON.stringify({ corpus, load, goals: judged, figures }, null, 1)}\n`);

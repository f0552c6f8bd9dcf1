// Draws look-up and cold load against the list's size, log-log, for light and dark. node draw.js BENCH.JSON BENCH.SVG
import { readFileSync, writeFileSync } from "node:fs";

const [from, to] = process.argv.slice(2);
const { figures } = JSON.parse(readFileSync(from, "utf8"));
const SIZES = [3_500, 35_000, 350_000];
const [WIDTH, HEIGHT, TOP, BOTTOM, LEFT] = [240, 280, 56, 336, 62];

const PANELS = [
  {
    title: "A page that is no store, Chromium", unit: "ns", scale: 1, start: "lookup.chromium.", end: ".miss", low: 50, high: 20_000_000,
    series: [["ours", "Pointback"], ["hntrie", "uBlock's hntrie"], ["tldts", "tldts + Map"], ["walk", "new URL + Map"], ["scan", "array, endsWith"]],
  },
  {
    title: "Loading the list in a cold worker, Chromium", unit: "ms", scale: 1, start: "wake.chromium.", end: ".load", low: 0.5, high: 30_000,
    series: [["ours", "Pointback"], ["indexed", "IndexedDB objects"], ["string", "JSON string"], ["objects", "JSON objects"]],
  },
];

const text = (/** @type {number} */ x, /** @type {number} */ y, /** @type {string} */ words, more = "") => `<text x="${x}" y="${y.toFixed(1)}" ${more}>${words}</text>`;
const short = (/** @type {number} */ value, /** @type {string} */ unit) =>
  unit === "ns" && value >= 1e6 ? `${value / 1e6} ms` : unit === "ns" && value >= 1e3 ? `${value / 1e3} µs` : unit === "ms" && value >= 1e3 ? `${value / 1e3} s` : `${value} ${unit}`;

/** @param {typeof PANELS[number]} panel @param {number} offset */
function drawn({ title, unit, start, end, low, high, series }, offset) {
  const left = offset + LEFT;
  const x = (/** @type {number} */ at) => left + 14 + (at * (WIDTH - 28)) / (SIZES.length - 1);
  const y = (/** @type {number} */ value) => BOTTOM - ((Math.log(value) - Math.log(low)) / (Math.log(high) - Math.log(low))) * HEIGHT;
  const parts = [text(left, TOP - 22, title, 'class="title"')];
  for (let step = 10 ** Math.ceil(Math.log10(low)); step <= high; step *= 10) {
    parts.push(`<line x1="${left}" x2="${left + WIDTH}" y1="${y(step).toFixed(1)}" y2="${y(step).toFixed(1)}" class="grid"/>`);
    parts.push(text(left - 8, y(step) + 4, short(step, unit), 'text-anchor="end"'));
  }
  SIZES.forEach((size, at) => parts.push(text(x(at), BOTTOM + 20, size.toLocaleString("en"), 'text-anchor="middle"')));
  parts.push(text(x(1), BOTTOM + 38, "hosts on the list", 'text-anchor="middle"'));
  const lines = series.map(([name, label]) => ({ name, label, values: SIZES.map((size) => figures[`${start}${name}.${size}${end}`]) }));
  let free = Infinity; // labels from the lowest one up, none on another
  for (const { name, label, values } of lines.filter((one) => one.values.every((value) => value > 0)).sort((a, b) => a.values[2] - b.values[2])) {
    const points = values.map((value, at) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`);
    parts.push(`<polyline points="${points.join(" ")}" class="${name}"/>`);
    parts.push(...points.map((point) => `<circle cx="${point.split(",")[0]}" cy="${point.split(",")[1]}" r="${name === "ours" ? 4 : 3}" class="${name}"/>`));
    free = Math.min(y(values[2]) + 4, free - 15);
    parts.push(text(left + WIDTH + 6, free, label, `class="label ${name}"`));
  }
  return parts.join("\n");
}

writeFileSync(to, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 860 388" font-family="system-ui, sans-serif" font-size="12">
<title>Look-up and cold load against the number of listed hosts</title>
<style>
  svg { --ink: #24292f; --soft: #656d76; --grid: #d8dee4; --paper: #ffffff; --ours: #0b6b53; --a: #8250df; --b: #0969da; --c: #bc4c00; --d: #6e7781; }
  @media (prefers-color-scheme: dark) {
    svg { --ink: #e6edf3; --soft: #9198a1; --grid: #30363d; --paper: #0d1117; --ours: #3fd0a4; --a: #bc8cff; --b: #58a6ff; --c: #ffa657; --d: #8b949e; }
  }
  text { fill: var(--soft) } .title { fill: var(--ink); font-weight: 600; font-size: 13px }
  polyline { fill: none; stroke-width: 1.75 } .grid { stroke: var(--grid) } .paper { fill: var(--paper) }
  .ours { stroke: var(--ours) } polyline.ours { stroke-width: 3 } circle.ours { fill: var(--ours) } text.ours { fill: var(--ours); font-weight: 600 }
  .hntrie, .indexed { stroke: var(--a) } circle.hntrie, circle.indexed, text.hntrie, text.indexed { fill: var(--a) }
  .tldts, .string { stroke: var(--b) } circle.tldts, circle.string, text.tldts, text.string { fill: var(--b) }
  .walk, .objects { stroke: var(--c) } circle.walk, circle.objects, text.walk, text.objects { fill: var(--c) }
  .scan { stroke: var(--d) } circle.scan, text.scan { fill: var(--d) } text.label { stroke: none }
</style>
<rect width="860" height="388" class="paper"/>
${PANELS.map((panel, at) => drawn(panel, at * 430)).join("\n")}
</svg>
`);

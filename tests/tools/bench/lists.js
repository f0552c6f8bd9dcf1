// Stores for the real portal to publish, as files that it imports, and those of 35,000 a day later: 1.2 % of the rates are
// others. A list holds 50,000 stores at most, so that the largest one has seven hosts a store. node lists.js FOLDER
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { hosts } from "./generate.js";

const HOSTS = 7;
const names = hosts(350_000, 20260203);
const rate = (/** @type {number} */ at) => `${1 + ((at * 7919) % 12)}%`;

/** @param {string[][]} stores @param {(at: number) => string} rates */
const csv = (stores, rates) =>
  ["domain,name,rate,hosts", ...stores.map(([first, ...more], at) => `${first},Store of ${first.split(".")[0]},${rates(at)},${more.join("|")}`)].join("\n");

const single = names.map((name) => [name]);
const grouped = Array.from({ length: names.length / HOSTS }, (_, at) => names.slice(at * HOSTS, (at + 1) * HOSTS));
/** @type {Record<string, string>} */
const files = {
  3500: csv(single.slice(0, 3_500), rate),
  35000: csv(single.slice(0, 35_000), rate),
  "35000-next": csv(single.slice(0, 35_000), (at) => (at % 83 === 5 ? "12.5%" : rate(at))),
  350000: csv(grouped, rate),
};
for (const [name, text] of Object.entries(files)) writeFileSync(join(process.argv[2], `stores-${name}.csv`), text);

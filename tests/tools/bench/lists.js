// Stores for the real portal to publish, as files that it imports, and those of 35,000 a day later: 1.2 % of the rates are
// others, and one in 24 of these by chance is the same again. A list holds 50,000 stores at most, so that the largest one has seven hosts a store. node lists.js FOLDER
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { chance, hosts } from "./generate.js";

const HOSTS = 7;
const names = hosts(350_000, 20260203);
const random = chance(17);
const rates = names.map(() => `${(1 + Math.floor(random() * 24)) / 2}%`);
const later = rates.map((rate, at) => (random() < 0.0125 ? rates[(at * 31 + 7) % rates.length] : rate));

/** @param {string[][]} stores @param {string[]} rates */
const csv = (stores, rates) =>
  ["domain,name,rate,hosts", ...stores.map(([first, ...more], at) => `${first},Store of ${first.split(".")[0]},${rates[at]},${more.join("|")}`)].join("\n");

const single = names.map((name) => [name]);
const grouped = Array.from({ length: names.length / HOSTS }, (_, at) => names.slice(at * HOSTS, (at + 1) * HOSTS));
/** @type {Record<string, string>} */
const files = {
  3500: csv(single.slice(0, 3_500), rates),
  35000: csv(single.slice(0, 35_000), rates),
  "35000-next": csv(single.slice(0, 35_000), later),
  350000: csv(grouped, rates),
};
for (const [name, text] of Object.entries(files)) writeFileSync(join(process.argv[2], `stores-${name}.csv`), text);

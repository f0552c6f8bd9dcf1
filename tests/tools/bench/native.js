// What Criterion has measured, as figures. node native.js CRITERION'S FOLDER RESULT
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [folder, result] = process.argv.slice(2);
/** @type {Record<string, number>} */
const figures = {};
for (const [group, names, sizes] of /** @type {const} */ ([
  ["table", ["miss", "hit"], [3_500, 35_000, 350_000]],
  ["list", ["miss", "hit", "decode", "search", "slips"], [3_500, 35_000]],
])) {
  for (const name of names) {
    for (const size of sizes) {
      const file = join(folder, group, name, String(size), "new/estimates.json");
      if (existsSync(file)) figures[`native.${group}.${name}.${size}`] = JSON.parse(readFileSync(file, "utf8")).median.point_estimate;
    }
  }
}
writeFileSync(result, JSON.stringify(figures));

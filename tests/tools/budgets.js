// Compares a package with tests/budgets.json: node budgets.js PACKAGE ZIP, where ZIP is the package without rates/.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const [folder, zip] = process.argv.slice(2);
const budgets = JSON.parse(readFileSync(new URL("../budgets.json", import.meta.url), "utf8"));
const measure = { raw: (bytes) => bytes.length, gzip: (bytes) => gzipSync(bytes, { level: 9 }).length };

for (const [name, limits] of Object.entries(budgets)) {
  const bytes = readFileSync(name === "package without rates/" ? zip : join(folder, name));
  for (const [kind, limit] of Object.entries(limits)) {
    const size = measure[kind](bytes);
    console.log(`${size > limit ? "TOO BIG " : ""}${name} ${kind}: ${size} of ${limit} bytes`);
    if (size > limit) process.exitCode = 1;
  }
}

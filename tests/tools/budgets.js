// Compares a package with tests/budgets.json: node budgets.js PACKAGE ZIP, where ZIP is the package without rates/. A name is a
// file's, or stands for several: `*` for any part of a file's name.
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";

const [folder, zip] = process.argv.slice(2);
const budgets = JSON.parse(readFileSync(new URL("../budgets.json", import.meta.url), "utf8"));
/** By the program itself: what Node's zlib makes of the same bytes is 1 % more, and differs between processors. */
const packed = (bytes) => execFileSync("gzip", ["-9", "-n", "-c"], { input: bytes });
const measure = { raw: (bytes) => bytes.length, gzip: (bytes) => packed(bytes).length };

/** @param {string} name */
function content(name) {
  if (name === "package without rates/") return readFileSync(zip);
  const [start, end] = name.split("*");
  if (end === undefined) return readFileSync(join(folder, name));
  const place = join(folder, dirname(`${start}x`));
  const files = readdirSync(place).filter((file) => join(dirname(`${start}x`), file).startsWith(start) && file.endsWith(end));
  if (files.length === 0) throw new Error(`nothing in the package is ${name}`);
  return Buffer.concat(files.map((file) => readFileSync(join(place, file))));
}

for (const [name, limits] of Object.entries(budgets)) {
  const bytes = content(name);
  for (const [kind, limit] of Object.entries(limits)) {
    const size = measure[kind](bytes);
    console.log(`${size > limit ? "TOO BIG " : ""}${name} ${kind}: ${size} of ${limit} bytes`);
    if (size > limit) process.exitCode = 1;
  }
}

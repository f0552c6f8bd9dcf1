// The tables that the core builds of a list, built by their description. node tables.js CORPUS
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tableOf } from "../../shim/lookup-table.js";

const corpus = process.argv[2];
/** @type {string[]} */
const hosts = JSON.parse(readFileSync(join(corpus, "hosts.json"), "utf8"));
for (const size of [3_500, 35_000, 350_000]) writeFileSync(join(corpus, `table-${size}.bin`), tableOf(hosts.slice(0, size)));

// Makes the extensions that browsers are measured with. node prepare.js peers FOLDER CORPUS NODE_MODULES TABLES: the peers, which
// need no page of their own but that of the look-up. node prepare.js clock FOLDER: a clock into a package of ours.
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const [what, folder, ...rest] = process.argv.slice(2);
const here = import.meta.dirname;
const manifest = join(folder, "manifest.json");
const backgroundOf = (/** @type {string} */ file) => ({ service_worker: file, scripts: [file], type: "module" });

/** @param {string} background the module behind the clock */
function clock(background) {
  copyFileSync(join(here, "clock.js"), join(folder, "clock.js"));
  writeFileSync(join(folder, "clocked.js"), `import "./clock.js";\nimport "./${background}";\n`);
}

if (what === "clock") {
  const ours = JSON.parse(readFileSync(manifest, "utf8"));
  clock(ours.background.service_worker);
  writeFileSync(manifest, JSON.stringify({ ...ours, background: backgroundOf("clocked.js") }));
} else {
  const [corpus, peers, product] = rest;
  rmSync(folder, { recursive: true, force: true });
  const copy = (/** @type {string} */ from, /** @type {string} */ to) => {
    if (!existsSync(from)) return;
    mkdirSync(dirname(join(folder, to)), { recursive: true });
    cpSync(from, join(folder, to));
  };
  for (const file of ["candidates.js", "measure.js", "offers.js", "lookup.html", "lookup-page.js", "peers-background.js"]) copy(join(here, file), file);
  for (const file of ["hosts.json", "miss.json", "hit.json", "lookup.wasm", "table-3500.bin", "table-35000.bin", "table-350000.bin"]) {
    copy(join(corpus, file), file);
  }
  for (const file of ["tldts/dist/index.esm.min.js", "@gorhill/ubo-core/js/hntrie.js", "@gorhill/ubo-core/js/wasm/hntrie.wasm"]) copy(join(peers, file), file);
  copy(join(product, "lookup.js"), "lookup.js");
  clock("peers-background.js");
  const isolated = { cross_origin_embedder_policy: { value: "require-corp" }, cross_origin_opener_policy: { value: "same-origin" } };
  writeFileSync(manifest, JSON.stringify({
    manifest_version: 3,
    name: "Peers",
    version: "1",
    browser_specific_settings: { gecko: { id: "peers@pointback.example" } },
    permissions: ["storage", "unlimitedStorage"],
    background: backgroundOf("clocked.js"),
    content_security_policy: { extension_pages: "script-src 'self' 'wasm-unsafe-eval'; object-src 'none'" },
    ...isolated, // clocks with small steps
  }));
}

// A bill of materials, CycloneDX 1.6, of what one of our programs is built from: node sbom.js CRATE >FILE. The extension's
// crate is built for WebAssembly, and the module of its pages goes with it; tools and tests are in neither.
import { execFileSync } from "node:child_process";

const [root] = process.argv.slice(2);
const programs = { "pointback-wasm": ["pointback-wasm", "pointback-pages"], "pointback-portal": ["pointback-portal"] };
if (!programs[root]) throw new Error(`sbom.js knows ${Object.keys(programs).join(" and ")}, not ${root}.`);
const platform = root === "pointback-wasm" ? ["--filter-platform", "wasm32-unknown-unknown"] : [];
const metadata = JSON.parse(
  execFileSync("cargo", ["metadata", "--locked", "--format-version", "1", ...platform], { maxBuffer: 1 << 28 }),
);
const crates = new Map(metadata.packages.map((crate) => [crate.id, crate]));
const nodes = new Map(metadata.resolve.nodes.map((node) => [node.id, node]));

/** What becomes part of the program: neither what only builds it nor what only tests it. */
const parts = (id) =>
  nodes
    .get(id)
    .deps.filter(({ dep_kinds: kinds }) => kinds.some(({ kind }) => kind === null))
    .map(({ pkg }) => pkg);

const found = new Set();
const visit = (id) => {
  if (found.has(id)) return;
  found.add(id);
  parts(id).forEach(visit);
};
const roots = programs[root].map((name) => metadata.packages.find((crate) => crate.name === name && !crate.source).id);
roots.forEach(visit);

const reference = (id) => `pkg:cargo/${crates.get(id).name}@${crates.get(id).version}`;
const component = (id) => {
  const { name, version, license, description, source } = crates.get(id);
  return {
    type: "library",
    "bom-ref": reference(id),
    name,
    version,
    ...(description && { description: description.trim() }),
    ...(license && { licenses: [{ expression: license.replaceAll("/", " OR ") }] }),
    ...(source && { purl: reference(id) }),
  };
};
const sorted = [...found].sort((a, b) => (reference(a) < reference(b) ? -1 : 1));
const bill = {
  bomFormat: "CycloneDX",
  specVersion: "1.6",
  version: 1,
  metadata: { component: { ...component(roots[0]), type: "application" } },
  components: sorted.filter((id) => id !== roots[0]).map(component),
  dependencies: sorted.map((id) => ({ ref: reference(id), dependsOn: parts(id).map(reference).sort() })),
};
const unlicensed = bill.components.filter(({ licenses }) => !licenses).map(({ name }) => name);
if (unlicensed.length > 0) throw new Error(`no licence is named for ${unlicensed.join(", ")}`);
console.log(JSON.stringify(bill, null, 2));

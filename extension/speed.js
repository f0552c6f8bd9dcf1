// What Pointback costs on this very device, measured when the shopper asks, and sent nowhere.
import { report } from "./client.js";
import { element, fact, figures, fill, place, t } from "./draw.js";
import { keptView } from "./kept.js";
import { openLookup } from "./lookup.js";
import { bytesOf, saved } from "./saved.js";

const STORE_PAGE = ["content.js"];
const CARD = ["card-style.js", "card-guard.js", "card.js"];
/** Made up, so that nothing that was visited is needed; none of them is a store's. */
const ADDRESSES = Array.from({ length: 1_000 }, (_, at) => `https://www.page-${(at * 7919) % 10_007}.example/${at}/a-page?of=${at}`);
const ROUNDS = 50;

export function startSpeed() {
  place("speed").addEventListener("click", (event) => event.isTrusted && measure());
}

async function measure() {
  const began = performance.now();
  const { memory } = await report({ type: "surfaceOpened", tab: null, url: null });
  const answered = performance.now() - began;
  const [matching, page, card, { usage }] = await Promise.all([
    timeOfMatching().catch(() => null), // a list that cannot be read is being fetched anew
    sizeOf(STORE_PAGE),
    sizeOf(CARD),
    navigator.storage.estimate(),
  ]);
  fill(
    place("speed-result"),
    element(
      "dl",
      { class: "facts" },
      matching && fact(t("speedMatching"), t("speedAmong", figures.unit(matching.each, "microsecond"), figures.count(matching.stores))),
      fact(t("speedAnswer"), figures.unit(answered, "millisecond")),
      fact(t("speedPage"), figures.bytes(page)),
      fact(t("speedCard"), figures.bytes(page + card)),
      memory !== undefined && fact(t("speedMemory"), figures.bytes(memory)),
      usage !== undefined && fact(t("speedKept"), figures.bytes(usage)),
    ),
  );
}

/** How long it takes to find out that a page is no store's, in microseconds; null without any list. */
async function timeOfMatching() {
  const portals = ((await keptView())?.portals ?? []).filter(({ listed }) => listed > 0);
  const module = await bytesOf("core/lookup.wasm");
  const tables = await Promise.all(portals.map(({ id }) => saved(`index:${id}`)));
  const lookups = await Promise.all(tables.filter(({ length }) => length > 0).map((table) => openLookup(module, table)));
  if (lookups.length === 0) return null;
  const round = () => ADDRESSES.forEach((address) => lookups.forEach(({ find }) => find(address)));
  round();
  const began = performance.now();
  for (let done = 0; done < ROUNDS; done += 1) round();
  const each = ((performance.now() - began) * 1000) / ROUNDS / ADDRESSES.length;
  return { each, stores: portals.reduce((sum, { listed }) => sum + listed, 0) };
}

/** @param {string[]} files */
async function sizeOf(files) {
  const contents = await Promise.all(files.map(bytesOf));
  return contents.reduce((sum, { length }) => sum + length, 0);
}

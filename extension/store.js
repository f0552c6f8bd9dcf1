// The store's offer in full, below its panel: rates by category, calculator, notes, history and alert.
import { calculateFor, startCalculator } from "./calculator.js";
import { element, figures, fill, place, t } from "./draw.js";
import { drawStar, keepFor, startKeeping } from "./keepsakes.js";
import { keptStore } from "./kept.js";
import { drawHistory } from "./sparkline.js";

/** @typedef {import("./client.js").Store} Store */

let asked = 0;

export function startStore() {
  startCalculator();
  startKeeping();
}

/** @param {import("./client.js").Offer | null} offer the one that is shown; null for none */
export async function showStore(offer) {
  asked += 1;
  const mine = asked;
  const store = offer ? await keptStore(offer.id) : null;
  if (mine !== asked) return;
  place("details").hidden = !store;
  if (!store || !offer) return;
  fill(place("store-star"), drawStar(store.kept));
  drawTiers(store, offer);
  fill(place("boost"), ...drawBoost(store.boost));
  calculateFor(store);
  keepFor(store.kept);
  fill(place("history"), ...(store.history ? drawHistory(store.history) : [element("p", { class: "soft" }, t("noHistory"))]));
}

/** @param {Store} store @param {import("./client.js").Offer} offer */
function drawTiers({ tiers }, { rate, lowest }) {
  place("tiers").hidden = tiers.length === 0;
  const range = rate && lowest && t("tiersRange", figures.headline(lowest), figures.headline(rate));
  place("tiers-title").textContent = range || t("tiersTitle");
  const line = (/** @type {Store["tiers"][number]} */ { label, rate }) =>
    element(
      "li",
      { class: "row" },
      element("bdi", {}, label),
      element("span", { class: rate ? "" : "soft" }, rate ? figures.rate(rate) : t("tierExcluded")),
    );
  fill(place("tier-list"), ...tiers.map(line));
}

/** @param {Store["boost"]} boost @returns {(Node | false)[]} */
function drawBoost(boost) {
  if (!boost?.cap) return [];
  const { cap, left, trips } = boost;
  const said = left ? t("boostLeft", figures.sum(left)) : t("boostUsed", figures.sum(cap), figures.count(trips));
  return [element("p", { class: "soft" }, said)];
}

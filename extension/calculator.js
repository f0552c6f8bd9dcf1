// What a purchase would earn at the store: the amount is read and the sum made by the core, as the shopper types.
import { element, figures, fill, place, sentence, t } from "./draw.js";
import { keptEarned } from "./kept.js";

/** @typedef {import("./client.js").Store} Store */

/** @type {Store | null} */
let store = null;
let asked = 0;

const amount = () => /** @type {HTMLInputElement} */ (place("amount"));
const tier = () => /** @type {HTMLSelectElement} */ (place("tier"));

export function startCalculator() {
  place("calculator").addEventListener("submit", (event) => event.preventDefault());
  amount().addEventListener("input", calculate);
  tier().addEventListener("change", calculate);
}

/** Another store, or the same one with other rates; what was typed stays. @param {Store} shown */
export function calculateFor(shown) {
  const chosen = store?.id === shown.id ? tier().value : "";
  store = shown;
  const paid = shown.tiers.filter(({ rate }) => rate);
  const options = paid.map(({ at, label }) => element("option", { value: at, selected: chosen === String(at) }, label));
  fill(tier(), element("option", { value: "" }, t("calculatorAll")), ...options);
  place("tier-line").hidden = paid.length === 0;
  calculate();
}

async function calculate() {
  asked += 1;
  const mine = asked;
  const text = amount().value;
  const isThere = store && text.trim();
  const earned = isThere ? await keptEarned(store?.id ?? "", tier().value, text) : null;
  if (mine !== asked) return;
  amount().setAttribute("aria-invalid", String(Boolean(earned && "error" in earned)));
  place("earned").textContent = earned ? sentenceOf(earned) : "";
}

/** @param {import("./client.js").Earned | {error: string}} earned */
function sentenceOf(earned) {
  if ("error" in earned) return sentence(earned.error);
  const { cash, points, capped } = earned;
  const sums = [cash, ...points].flatMap((figure) => (figure ? [figures.programme(figure)] : []));
  const earns = t("calculatorEarns", figures.either(sums));
  return capped ? `${earns} ${t("calculatorCapped")}` : earns;
}

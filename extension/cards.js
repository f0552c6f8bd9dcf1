// The shopper's own cards, as far as they pay more in a category of stores.
import { report } from "./client.js";
import { button, element, fill, place, sentence, t } from "./draw.js";
import { keptCategories, typedFigure } from "./kept.js";

/** @typedef {import("./client.js").CardBonus} CardBonus */

/** @type {CardBonus[]} */
let cards = [];

const field = (/** @type {string} */ id) => /** @type {HTMLInputElement} */ (place(id));

export function startCards() {
  place("add-card").addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.isTrusted) add();
  });
  keptCategories().then((names) => fill(place("categories"), ...names.map((value) => element("option", { value }))));
}

async function add() {
  const typed = await typedFigure(field("card-times").value);
  if ("error" in typed) {
    place("card-status").textContent = sentence(typed.error);
    return;
  }
  const card = { name: field("card-name").value.trim(), times: typed.figure, category: field("card-category").value.trim() };
  await report({ type: "cardsChanged", cards: [...cards, card] });
  for (const id of ["card-name", "card-times", "card-category"]) field(id).value = "";
  place("card-status").textContent = t("cardKept");
}

/** @param {CardBonus[]} now @returns {Node} */
export function drawCards(now) {
  cards = now;
  if (cards.length === 0) return element("p", { class: "soft" }, t("noCards"));
  const line = (/** @type {CardBonus} */ card) =>
    element(
      "li",
      { class: "row" },
      element("bdi", {}, t("cardLine", card.times, card.name, card.category)),
      button(t("letGo"), () => report({ type: "cardsChanged", cards: cards.filter((other) => other !== card) }), {
        "aria-label": t("letGoAt", card.name),
      }),
    );
  return element("ul", { class: "mutes" }, ...cards.map(line));
}

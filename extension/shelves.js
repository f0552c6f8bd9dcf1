// Stores to choose from without a search: favourites, boosts that end soon, what the portals show first.
import { button, element, figures, fill, place, t } from "./draw.js";
import { keptShelves } from "./kept.js";

/** @typedef {import("./client.js").Hit} Hit */

let asked = 0;

/** @param {(hit: Hit) => void} choose */
export async function showShelves(choose) {
  asked += 1;
  const mine = asked;
  const { favourites, ending, featured } = await keptShelves();
  if (mine !== asked) return;
  fill(
    place("shelves"),
    ...drawShelf("favourites", t("favourites"), favourites, choose),
    ...drawShelf("ending", t("endingSoon"), ending, choose),
    ...drawShelf("featured", t("featured"), featured, choose),
  );
}

/** @param {string} id @param {string} title @param {Hit[]} hits @param {(hit: Hit) => void} choose */
function drawShelf(id, title, hits, choose) {
  if (hits.length === 0) return [];
  const line = (/** @type {Hit} */ hit) => {
    const node = button("", () => choose(hit), { id: `${id}-${hit.id}`, class: "store-line" });
    node.append(
      element("bdi", { class: "name" }, hit.name),
      element("span", { class: "rate-of" }, hit.rate ? figures.rate(hit.rate) : t("rateHidden")),
    );
    if (hit.boostEnds) node.append(element("small", {}, t("ends", figures.moment(hit.boostEnds))));
    return element("li", {}, node);
  };
  return [element("h2", {}, title), element("ul", { id, class: "shelf" }, ...hits.map(line))];
}

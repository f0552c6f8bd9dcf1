// Search over all listed stores: a combobox with a list of hits, by mouse, touch and keyboard.
import { element, figures, icon, t } from "./draw.js";

/** @typedef {import("./client.js").Hit} Hit */

/**
 * @param {HTMLInputElement} field
 * @param {HTMLElement} list
 * @param {HTMLElement} status says what a screen cannot show
 * @param {(text: string) => Promise<import("./client.js").Hits>} find
 * @param {(hit: Hit) => void} choose
 * @param {(hit: Hit) => Promise<void>} star puts a star at a store, or takes it away
 */
export function startSearch(field, list, status, find, choose, star) {
  /** @type {Hit[]} */
  let hits = [];
  let chosen = -1;
  let asked = 0;

  const draw = () => {
    list.replaceChildren(...hits.map(drawHit));
    list.hidden = hits.length === 0;
    field.setAttribute("aria-expanded", String(hits.length > 0));
    mark(hits.length > 0 ? 0 : -1);
  };

  /** @param {Hit} hit @param {number} index */
  const drawHit = (hit, index) => {
    const node = element(
      "li",
      { id: `hit-${index}`, role: "option", "aria-selected": "false", "aria-keyshortcuts": "Alt+Enter" },
      drawStar(hit, index),
      element("span", { class: "name" }, isolated("span", hit.name), isolated("small", hit.host)),
      hit.rate && drawRate(hit.rate),
    );
    node.addEventListener("click", (event) => event.isTrusted && take(index));
    // The field keeps the focus, so that the keyboard still works after a look with the mouse.
    node.addEventListener("mousedown", (event) => event.preventDefault());
    node.addEventListener("mousemove", () => mark(index));
    return node;
  };

  /** For the mouse; by keyboard it is Alt+Enter, for an option can hold no button. @param {Hit} hit @param {number} index */
  const drawStar = (hit, index) => {
    const node = element("span", { class: hit.favourite ? "star on" : "star", title: t("star") }, icon("star"));
    node.append(element("span", { class: "visually-hidden" }, hit.favourite ? t("star") : ""));
    node.addEventListener("click", (event) => {
      event.stopPropagation();
      if (event.isTrusted) toggle(index);
    });
    return node;
  };

  /** @param {number} index */
  const toggle = async (index) => {
    const hit = hits[index];
    if (!hit) return;
    await star(hit);
    hit.favourite = !hit.favourite;
    draw();
    mark(index);
    status.textContent = t(hit.favourite ? "starred" : "unstarred", hit.name);
  };

  /** @param {number} index */
  const mark = (index) => {
    chosen = index;
    [...list.children].forEach((node, i) => node.setAttribute("aria-selected", String(i === index)));
    list.children[index]?.scrollIntoView({ block: "nearest" });
    if (index < 0) field.removeAttribute("aria-activedescendant");
    else field.setAttribute("aria-activedescendant", `hit-${index}`);
  };

  /** @param {number} index */
  const take = (index) => {
    const hit = hits[index];
    if (!hit) return;
    choose(hit);
    field.value = "";
    close();
  };

  const close = () => {
    asked += 1;
    hits = [];
    status.textContent = "";
    draw();
  };

  /** @param {string} text */
  const ask = async (text) => {
    asked += 1;
    const mine = asked;
    const found = await find(text);
    if (mine !== asked) return;
    hits = found.hits;
    const counted = figures.counted("hitCount", hits.length);
    status.textContent = found.similar ? t("similarHits") : hits.length > 0 ? counted : t("noHits");
    status.classList.toggle("visually-hidden", hits.length > 0 && !found.similar);
    draw();
  };

  field.addEventListener("input", () => {
    const text = field.value.trim();
    if (text) ask(text);
    else close();
  });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing || hits.length === 0) return;
    const keys = {
      ArrowDown: () => mark(following(chosen, 1, hits.length)),
      ArrowUp: () => mark(following(chosen, -1, hits.length)),
      Enter: () => event.isTrusted && (event.altKey ? toggle(chosen) : take(chosen)),
      Escape: close,
    };
    if (!(event.key in keys)) return;
    event.preventDefault();
    keys[/** @type {keyof typeof keys} */ (event.key)]();
  });
}

/** Text in its own direction, aligned as the page is. @param {"span" | "small"} name @param {string} text */
const isolated = (name, text) => element(name, {}, element("bdi", {}, text));

/** @param {import("./client.js").Rate} rate */
function drawRate(rate) {
  const figure = figures.headline(rate);
  const label = element("small", {}, figures.label(rate));
  return element("span", { class: "rate-of" }, rate.upTo ? t("upTo", figure) : figure, label);
}

/**
 * The place after or before this one, around the end.
 * @param {number} index @param {1 | -1} step @param {number} length
 */
export const following = (index, step, length) => (index + step + length) % length;

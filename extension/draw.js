// Building blocks of our pages: words, elements and icons. Text only: nothing here turns text into markup.
import { browser } from "./ext.js";
import { figuresFor } from "./figures.js";

/** @param {string} key @param {string[]} values */
const message = (key, values) => browser.i18n.getMessage(key, values);

/** Of the messages, not of the browser: they may be English in a browser that speaks Hebrew. */
export const direction = message("direction", []) || "ltr";

const LEFTWARD = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
/** Keeps its own direction, and lets what stands beside it keep its. @param {string} value */
const apart = (value) => (direction === "rtl" || LEFTWARD.test(value) ? `\u2068${value}\u2069` : value);

/** A message in the shopper's language. No value turns the words and figures around it. @type {import("./figures.js").Translate} */
export const t = (key, ...values) => message(key, values.map(apart));

/** The browser's language where we speak it, else the language of the messages: never two in one sentence. */
export const language = t("language") || "en";
const wanted = browser.i18n.getUILanguage();
export const figures = figuresFor(wanted.split("-")[0] === language ? wanted : language, t);

/** What a stable code means to the shopper. @param {string} code */
export const sentence = (code) => t(`code_${code.replaceAll(".", "_")}`) || t("codeOther", code);

/** Gives a page its language, its direction and its words. */
export function localize() {
  document.documentElement.lang = language;
  document.documentElement.dir = direction;
  for (const node of document.querySelectorAll("[data-i18n]")) {
    node.textContent = t(node.getAttribute("data-i18n") ?? "");
  }
  for (const node of document.querySelectorAll("[data-i18n-label]")) {
    node.setAttribute("aria-label", t(node.getAttribute("data-i18n-label") ?? ""));
  }
}

/** @typedef {Node | string | false | null | undefined | 0} Child what is nothing is left out */

/**
 * An element with attributes (those that are false or missing are left out) and children.
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Record<string, string | number | boolean | null | undefined>} [attributes]
 * @param {Child[]} children
 * @returns {HTMLElementTagNameMap[Name]}
 */
export function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    const isThere = value !== false && value !== null && value !== undefined;
    if (isThere) node.setAttribute(key, value === true ? "" : String(value));
  }
  node.append(...present(children));
  return node;
}

/** @param {Child[]} children */
const present = (children) => children.flatMap((child) => (child ? [child] : []));

/**
 * A button that obeys the shopper only.
 * @param {string} text
 * @param {() => void} run
 * @param {Record<string, string | boolean>} [attributes]
 */
export function button(text, run, attributes = {}) {
  const node = element("button", { type: "button", ...attributes }, text);
  node.addEventListener("click", (event) => {
    if (event.isTrusted && node.getAttribute("aria-disabled") !== "true") run();
  });
  return node;
}

/**
 * A button for what cannot be undone: it asks first. The question stands in its place, and the focus goes with it.
 * @param {string} text
 * @param {string} question
 * @param {() => void} run
 * @param {{id: string, [attribute: string]: string}} attributes `sure-` and the id become the id of the second button
 */
export function sureButton(text, question, run, attributes) {
  /** @param {Element} before @param {Element} after @param {HTMLElement} next */
  const swap = (before, after, next) => {
    before.replaceWith(after);
    next.focus();
  };
  const first = button(text, () => swap(first, sure, keep), { class: "link", ...attributes });
  const keep = button(t("keepPortal"), () => swap(sure, first, first));
  const second = button(text, run, { id: `sure-${attributes.id}` });
  const sure = element("span", { class: "sure", role: "group", "aria-label": question }, question, keep, second);
  return first;
}

/**
 * Puts new children into a place and gives the focus back to the control of the same id. What the shopper has unfolded
 * stays so.
 * @param {Element} place
 * @param {Child[]} children
 */
export function fill(place, ...children) {
  const focused = place.contains(document.activeElement) ? document.activeElement?.id : "";
  const unfolded = [...place.querySelectorAll("details[id]")].map((part) => [part.id, part.hasAttribute("open")]);
  place.replaceChildren(...present(children));
  for (const [id, isOpen] of unfolded) document.getElementById(String(id))?.toggleAttribute("open", Boolean(isOpen));
  if (focused) document.getElementById(focused)?.focus();
}

/** The element of our own page that has this id. @param {string} id */
export function place(id) {
  const node = document.getElementById(id);
  if (!node) throw new Error(`no element ${id}`);
  return node;
}

/** Strokes on a field of 16 by 16. */
const STROKES = {
  tick: "m3.5 8.5 3 3 6-7",
  quiet: "M8 14A6 6 0 1 1 8 2a6 6 0 0 1 0 12zM8 7.5V11M8 5v.01",
  warning: "M8 2.5l6.2 11H1.8zM8 6.8v2.7M8 11.6v.01",
  star: "M8 1.8l1.9 4 4.4.5-3.3 3 .9 4.4L8 11.5l-3.9 2.2.9-4.4-3.3-3 4.4-.5z",
  clock: "M8 4.5V8l2.5 1.5M8 14A6 6 0 1 1 8 2a6 6 0 0 1 0 12z",
};

/** @param {keyof typeof STROKES} name */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", `icon ${name}`);
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", STROKES[name]);
  svg.append(path);
  return svg;
}

/** @param {string} name @param {string} value @param {string} [kind] */
export const fact = (name, value, kind = "") =>
  element("div", {}, element("dt", {}, name), element("dd", { class: kind }, element("bdi", {}, value)));

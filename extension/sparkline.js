// How a store's rate changed, as a small line and as words. The core has drawn the path into a field of 120 by 32.
import { element, figures, t } from "./draw.js";

const SPACE = "http://www.w3.org/2000/svg";

/** @typedef {import("./client.js").History} History */

/** @param {History} history @returns {Node[]} */
export function drawHistory({ path, since, lowest, highest, steps }) {
  const range = t("historyRange", figures.headline(lowest), figures.headline(highest), figures.day(since));
  const step = (/** @type {History["steps"][number]} */ [at, rate]) => element("li", { class: "row" },
    element("span", {}, figures.headline(rate)), element("time", { class: "soft" }, figures.day(at)));
  return [drawLine(path, range), element("p", { class: "soft" }, range), element("ul", {}, ...steps.map(step))];
}

/** @param {string} path @param {string} label */
function drawLine(path, label) {
  const svg = document.createElementNS(SPACE, "svg");
  svg.setAttribute("viewBox", "0 0 120 32");
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", label);
  svg.setAttribute("class", "sparkline");
  const line = document.createElementNS(SPACE, "path");
  line.setAttribute("d", path);
  line.setAttribute("vector-effect", "non-scaling-stroke");
  svg.append(line);
  return svg;
}

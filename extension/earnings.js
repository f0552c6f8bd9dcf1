// What was earned by month, and what is foreseen for the payout days to come. The core has drawn the bars.
import { element, figures, t } from "./draw.js";
import { drawDue } from "./trip-list.js";

/**
 * @typedef {import("./client.js").Earnings} Earnings
 * @typedef {import("./client.js").Months} Months
 */

const SPACE = "http://www.w3.org/2000/svg";

/** @param {import("./client.js").Portal} portal @param {boolean} inFull @returns {Node[]} */
export function drawEarnings({ id, earned }, inFull) {
  if (!earned) return [];
  const { months, payouts, other } = earned;
  return [
    ...(months ? [drawMonths(months, id, inFull)] : []),
    ...(payouts.length > 0 ? [drawForecast(payouts, id, inFull)] : []),
    ...(inFull && other.length > 0 ? [drawOther(other)] : []),
  ];
}

/** @param {Months} months @param {number} id @param {boolean} inFull */
function drawMonths({ certain, pending, sum, months }, id, inFull) {
  const label = t("earnedInAYear", figures.sum(sum));
  const line = (/** @type {Months["months"][number]} */ { year, month, certain: sure, pending: open }) =>
    element("li", { class: "row" },
      element("span", {}, figures.monthOf(year, month)),
      element("span", {}, [sure && figures.sum(sure), open && t("monthPending", figures.sum(open))].filter(Boolean).join(" · ")));
  return element("div", { class: "months" },
    element("p", { class: "soft" }, label),
    drawBars(label, [["certain", certain], ["pending", pending]]),
    element("details", { id: `months-${id}`, open: inFull },
      element("summary", {}, t("byMonth")),
      element("ul", {}, ...months.map(line))));
}

/** @param {string} label @param {[string, string][]} bars */
function drawBars(label, bars) {
  const svg = document.createElementNS(SPACE, "svg");
  svg.setAttribute("viewBox", "0 0 120 33");
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", label);
  svg.setAttribute("class", "bars");
  for (const [name, path] of bars) {
    const bar = document.createElementNS(SPACE, "path");
    bar.setAttribute("class", name);
    bar.setAttribute("d", path);
    svg.append(bar);
  }
  return svg;
}

/** @param {Earnings["payouts"]} payouts @param {number} id @param {boolean} inFull */
function drawForecast(payouts, id, inFull) {
  const line = (/** @type {Earnings["payouts"][number]} */ { date, amount, cash, of, carried }) =>
    element("li", {},
      element("p", { class: "row" },
        element("time", { datetime: new Date(date).toISOString().slice(0, 10) }, figures.utcDay(date)),
        element("strong", {}, figures.sum(amount))),
      element("p", { class: "soft" }, [
        cash && figures.sum(cash),
        of > 0 ? figures.counted("forecastOf", of) : t("forecastConfirmed"),
        carried && t("forecastCarried"),
      ].filter(Boolean).join(" · ")));
  return element("details", { id: `forecast-${id}`, open: inFull },
    element("summary", {}, t("forecastTitle")),
    element("ul", { class: "forecast" }, ...payouts.map(line)),
    element("p", { class: "soft" }, t("forecastNote")));
}

/** @param {Earnings["other"]} other */
function drawOther(other) {
  const line = (/** @type {Earnings["other"][number]} */ { kind, name, at, state, reward, due }) =>
    element("li", {},
      element("p", { class: "row" }, element("bdi", {}, name ?? t(`kind_${kind}`)), element("strong", {}, figures.sum(reward))),
      element("p", { class: "row soft" }, element("span", {}, t(`state_${state}`)), element("time", {}, figures.day(at))),
      due && drawDue(due));
  return element("div", {}, element("h3", {}, t("otherEarnings")), element("ul", { class: "trips" }, ...other.map(line)));
}

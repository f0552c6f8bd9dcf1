// The shopper's trips: what was promised, what was posted, when it will be certain and when it is paid.
import { button, element, figures, icon, sentence, t } from "./draw.js";

/**
 * @typedef {import("./client.js").Trip} Trip
 * @typedef {import("./client.js").Due} Due
 */

/**
 * @param {Trip[]} trips
 * @param {((trip: Trip) => void) | null} ask what happens when the shopper says that something is missing
 * @returns {Node}
 */
export function drawTrips(trips, ask) {
  if (trips.length === 0) return element("p", { class: "soft" }, t("noTrips"));
  return element("ul", { class: "trips" }, ...trips.map((trip) => drawTrip(trip, ask)));
}

/** @param {Trip} trip @param {((trip: Trip) => void) | null} ask */
function drawTrip(trip, ask) {
  const { name, at, step, rate, posted, due, click, claimable, claim } = trip;
  const isActive = step.step === "active" && (!posted || posted.state === "processing");
  return element(
    "li",
    { class: isActive ? "active" : "" },
    element("p", { class: "row" },
      element("bdi", { class: "name" }, name || t("thisStore")),
      rate && element("span", {}, figures.rate(rate))),
    element("p", { class: "row soft" },
      element("span", {}, isActive && icon("tick"), isActive || !posted ? tripState(step) : t(`state_${posted.state}`)),
      element("time", { datetime: new Date(at).toISOString() }, figures.day(at))),
    posted?.reward && drawPosted(trip, posted.reward),
    posted?.why && element("p", { class: "why" }, t(`why_${posted.why}`)),
    ask && due && drawDue(due),
    claim && element("p", { class: "soft" }, claimState(claim)),
    ask && claimable && claim !== "filed" && element("p", {}, button(t("claimAsk"), () => ask(trip), {
      id: `claim-${click}`, class: "link", "aria-label": t("claimAskAt", name),
    })),
  );
}

/** @param {Trip} trip @param {import("./client.js").Figure} reward */
function drawPosted({ rate, posted }, reward) {
  const sum = posted?.spent ? t("postedOn", figures.sum(reward), figures.sum(posted.spent)) : figures.sum(reward);
  const both = rate && posted?.rate && t("promisedPosted", figures.rate(rate), figures.rate(posted.rate));
  return element("p", { class: "posted" }, both && element("span", {}, both), element("strong", {}, sum));
}

/** @param {Due} due @returns {Node} */
export function drawDue({ earliest, likely, latest, payout, amount }) {
  const days = [earliest, latest, likely].map((day) => figures.utcDay(day));
  const paid = figures.utcDay(payout);
  return element("p", { class: "soft due" }, t("dueCertain", ...days), " ",
    amount ? t("duePaid", paid, figures.sum(amount)) : t("duePaidSome", paid));
}

/** @param {string} state */
export const claimState = (state) =>
  state === "sending" || state === "filed" ? t(`claim_${state}`) : sentence(state);

/** @param {Trip["step"]} step */
function tripState(step) {
  return step.step === "failed" ? sentence(step.code) : t(`trip_${step.step}`);
}

// The shopper's money and trips: balance, next payout, recent activations.
import { report } from "./client.js";
import { button, element, figures, icon, sentence, t } from "./draw.js";

/**
 * @typedef {import("./client.js").Account} Account
 * @typedef {import("./client.js").Trip} Trip
 */

const RECENT = 5;

/**
 * Every portal's account, under the portal's name where there are several.
 * @param {import("./client.js").Portal[]} portals
 * @returns {(Node | false)[]}
 */
export function drawAccounts(portals) {
  const own = portals.filter(({ link }) => !link);
  return own.flatMap((portal) => [
    portals.length > 1 && element("h3", {}, element("bdi", {}, portal.name)),
    ...drawAccount(portal),
  ]);
}

/** @param {import("./client.js").Portal} portal @returns {Node[]} */
function drawAccount({ id, account }) {
  if (!account) {
    return [element("div", { class: "panel invitation" }, element("p", {}, t("signedOut")), drawSign(id, account))];
  }
  if (!account.pending && !account.confirmed) return [element("p", { class: "soft" }, t("balanceAwaited"))];
  const sums = element(
    "dl",
    { class: "sums" },
    drawSum(t("pending"), account.pending),
    drawSum(t("confirmed"), account.confirmed),
    drawSum(t("inPayout"), account.inPayout),
    drawSum(t("paid"), account.paid),
  );
  return account.payout ? [sums, drawPayout(account.payout)] : [sums];
}

/** Signs in or out at a portal. @param {number} portal @param {Account | null} account */
export function drawSign(portal, account) {
  const [word, type] = account ? ["signOut", "signOutClicked"] : ["signIn", "signInClicked"];
  return button(t(word), () => report({ type, portal }), { id: `sign-${portal}`, class: account ? "link" : "" });
}

/** @param {string} label @param {import("./client.js").Figure | null} figure */
function drawSum(label, figure) {
  return element("div", {}, element("dt", {}, label), element("dd", {}, figure ? figures.sum(figure) : t("unknown")));
}

/** @param {import("./client.js").Payout} payout */
function drawPayout({ date, amount, missing, progress }) {
  return element(
    "div",
    { class: "payout" },
    element(
      "p",
      { class: "row" },
      element("span", { id: "payout-label" }, t("nextPayout", figures.calendarDay(date))),
      element("strong", {}, figures.sum(amount)),
    ),
    element("progress", { max: 100, value: progress, "aria-labelledby": "payout-label" }),
    element("p", { class: "soft" }, missing ? t("payoutMissing", figures.sum(missing)) : t("payoutReached")),
  );
}

/** @param {Trip[]} trips @returns {Node} */
export function drawTrips(trips) {
  if (trips.length === 0) return element("p", { class: "soft" }, t("noTrips"));
  return element("ul", { class: "trips" }, ...trips.slice(0, RECENT).map(drawTrip));
}

/** @param {Trip} trip */
function drawTrip({ name, at, step, rate }) {
  const isActive = step.step === "active";
  return element(
    "li",
    { class: isActive ? "active" : "" },
    element(
      "p",
      { class: "row" },
      element("bdi", { class: "name" }, name),
      element("span", {}, figures.rate(rate)),
    ),
    element(
      "p",
      { class: "row soft" },
      element("span", {}, isActive && icon("tick"), tripState(step)),
      element("time", { datetime: new Date(at).toISOString() }, figures.day(at)),
    ),
  );
}

/** @param {Trip["step"]} step */
function tripState(step) {
  return step.step === "failed" ? sentence(step.code) : t(`trip_${step.step}`);
}

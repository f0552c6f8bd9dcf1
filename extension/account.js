// The shopper's money: balances, the next payout, what was earned and what is foreseen.
import { report } from "./client.js";
import { button, element, figures, t } from "./draw.js";
import { drawEarnings } from "./earnings.js";

/** @typedef {import("./client.js").Account} Account */

/**
 * Every portal's account, under the portal's name where there are several.
 * @param {import("./client.js").Portal[]} portals
 * @param {boolean} inFull
 * @returns {(Node | false)[]}
 */
export function drawAccounts(portals, inFull) {
  const own = portals.filter(({ link }) => !link);
  return own.flatMap((portal) => [
    portals.length > 1 && element("h3", {}, element("bdi", {}, portal.name)),
    ...drawAccount(portal, inFull),
  ]);
}

/** @param {import("./client.js").Portal} portal @param {boolean} inFull @returns {Node[]} */
function drawAccount(portal, inFull) {
  const { id, account } = portal;
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
  return [sums, ...(account.payout ? [drawPayout(account.payout)] : []), ...drawEarnings(portal, inFull)];
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

// The settings page: unit, ways of announcing, muted stores, the portal with its list, the account, and privacy.
import { drawModes, drawUnits } from "./choices.js";
import { onViewChanged, report, watchView } from "./client.js";
import { button, element, figures, fill, localize, place, sentence, t } from "./draw.js";

/** @param {import("./client.js").View} view */
function draw(view) {
  place("trouble").hidden = true;
  fill(place("units"), ...drawUnits(view));
  drawModes(view.settings);
  fill(place("mutes"), drawMutes(view.muted));
  fill(place("portal"), view.portal ? drawPortal(view.portal) : element("p", {}, t("noPortal")));
  place("account-text").textContent = t(view.account ? "signedIn" : "accountLater");
  const [word, type] = view.account ? ["signOut", "signOutClicked"] : ["signIn", "signInClicked"];
  fill(place("account-action"), button(t(word), () => report({ type }), { id: "sign" }));
}

/** @param {import("./client.js").Named[]} muted */
function drawMutes(muted) {
  if (muted.length === 0) return element("p", { class: "soft" }, t("noMutes"));
  const line = (/** @type {import("./client.js").Named} */ { id, name }) =>
    element(
      "li",
      { class: "row" },
      element("bdi", {}, name),
      button(t("unmuteShort"), () => report({ type: "unmuted", retailer: id }), { "aria-label": t("unmuteAt", name) }),
    );
  return element("ul", { class: "mutes" }, ...muted.map(line));
}

/** @param {import("./client.js").Portal} portal */
function drawPortal(portal) {
  /** @param {string} name @param {string} value */
  const fact = (name, value) =>
    element("div", {}, element("dt", {}, name), element("dd", {}, element("bdi", {}, value)));
  return element(
    "dl",
    { class: "facts" },
    fact(t("portalName"), portal.name),
    fact(t("portalBase"), portal.base),
    fact(t("portalListed"), figures.count(portal.listed)),
    fact(t("portalVersion"), figures.count(portal.version)),
    fact(t("portalIssued"), figures.moment(portal.issued)),
    fact(t("portalState"), t(`freshness_${portal.freshness}`)),
    portal.trouble && fact(t("portalTrouble"), sentence(portal.trouble)),
  );
}

let isChecking = false;

async function refresh() {
  isChecking = true;
  place("refresh-status").textContent = t("refreshing");
  const { error } = await report({ type: "refreshClicked" });
  if (error) place("refresh-status").textContent = sentence(error);
}

/** The check has ended, even if it brought nothing new to draw. */
function refreshed() {
  if (isChecking) place("refresh-status").textContent = t("refreshed");
  isChecking = false;
}

/** @param {string} code */
function fail(code) {
  place("trouble").hidden = false;
  place("trouble").textContent = sentence(code);
}

localize();
document.title = t("settingsTitle");
place("refresh").addEventListener("click", refresh);
onViewChanged(refreshed);
watchView({ tab: null, url: null }, draw, fail);

// The portals in the settings: what is known of each, adding one with open eyes, removing one with all its data.
import { drawSign } from "./account.js";
import { report } from "./client.js";
import { button, element, fact, figures, icon, place, sentence, sureButton, t } from "./draw.js";

/**
 * @typedef {import("./client.js").Portal} Portal
 * @typedef {import("./client.js").Candidate} Candidate
 */

/** @param {import("./client.js").View} view @returns {Node[]} */
export function drawPortals({ portals, elsewhere }) {
  if (portals.length === 0) return [element("p", {}, t("noPortal"))];
  return portals.map((portal, index) => drawPortal(portal, index > 0, elsewhere.portals.includes(portal.id)));
}

/** @param {Portal} portal @param {boolean} mayRise @param {boolean} isLaidDown by the shopper's organisation */
function drawPortal(portal, mayRise, isLaidDown) {
  const { id, name, account, link } = portal;
  const prefer = button(t("preferPortal"), () => report({ type: "portalPreferred", portal: id }), {
    id: `prefer-${id}`,
    class: "link",
    "aria-label": t("preferPortalAt", name),
  });
  const remove = sureButton(
    t("removePortal"),
    t("removeSure", name),
    () => report({ type: "portalRemoved", portal: id }),
    { id: `remove-${id}`, "aria-label": t("removePortalAt", name) },
  );
  return element(
    "article",
    { class: "portal", id: `portal-${id}` },
    element("h3", {}, element("bdi", {}, name)),
    element("p", { class: "soft" }, t(link ? "linkPortal" : account ? "signedIn" : "accountLater")),
    element(
      "dl",
      { class: "facts" },
      fact(t("portalBase"), portal.base),
      fact(t("portalListed"), figures.count(portal.listed)),
      portal.issued > 0 && fact(t("portalVersion"), figures.count(portal.version)),
      portal.issued > 0 && fact(t("portalIssued"), figures.moment(portal.issued)),
      fact(t("portalState"), t(`freshness_${portal.freshness}`)),
      portal.trouble && fact(t("portalTrouble"), sentence(portal.trouble)),
      fact(t("portalFingerprint"), portal.fingerprint, "code"),
    ),
    isLaidDown && element("p", { class: "soft" }, t("managedPortal")),
    element("p", { class: "actions" }, !link && drawSign(id, account), mayRise && prefer, !isLaidDown && remove),
  );
}

/** A portal that the shopper has named: what it is, before anything of it is trusted. @param {Candidate} candidate */
export function drawCandidate({ base, checked, found, trouble }) {
  const decline = button(t(found ? "declinePortal" : "close"), () => report({ type: "portalDeclined" }), {
    id: "decline-portal",
  });
  if (trouble) return element("div", { class: "portal" }, notice("warning", sentence(trouble)), decline);
  if (!found) return element("p", { class: "soft" }, t("lookingAt", base));
  return element(
    "div",
    { class: "portal" },
    element("h3", {}, element("bdi", {}, found.name)),
    element(
      "dl",
      { class: "facts" },
      fact(t("portalBase"), base),
      fact(t("candidateGo"), found.go.join(", ")),
      fact(t("portalFingerprint"), found.fingerprint, "code"),
    ),
    found.link && element("p", { class: "soft" }, t("linkPortal")),
    checked ? notice("tick", t("candidateChecked")) : notice("warning", t("candidateFirstUse")),
    element(
      "p",
      { class: "actions" },
      button(t("confirmPortal"), confirm, { class: "primary", id: "confirm-portal" }),
      decline,
    ),
  );
}

function confirm() {
  const field = /** @type {HTMLInputElement} */ (place("portal-link"));
  field.value = "";
  report({ type: "portalConfirmed" });
}

/** @param {"tick" | "warning"} mark @param {string} text */
const notice = (mark, text) => element("p", { class: "notice" }, icon(mark), text);

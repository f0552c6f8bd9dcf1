// The first-run page: what this is, how it earns, and the few choices worth making now. All of them can wait.
import { drawSign } from "./account.js";
import { drawModes, drawUnits } from "./choices.js";
import { watchView } from "./client.js";
import { fill, localize, place, sentence, t } from "./draw.js";
import { keptSite, keptView } from "./kept.js";

/** @param {import("./client.js").View} view */
function draw(view) {
  place("trouble").hidden = true;
  drawModes(view);
  fill(place("units"), ...drawUnits(view));
  place("portal-name").textContent = view.portals[0]?.name ?? t("noPortal");
  const [portal] = view.portals;
  place("account-text").textContent = t(portal?.account ? "signedIn" : "accountLater");
  fill(place("account-action"), portal && !portal.link && !portal.account && drawSign(portal.id, null));
}

/** @param {string} code */
function fail(code) {
  place("trouble").hidden = false;
  place("trouble").textContent = sentence(code);
}

localize();
document.title = t("welcomeTitle");
watchView({ tab: null, url: null }, { view: keptView, site: keptSite }, draw, fail);

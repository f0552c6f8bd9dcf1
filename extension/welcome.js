// The first-run page: what this is, how it earns, and the few choices worth making now. All of them can wait.
import { drawModes, drawUnits } from "./choices.js";
import { report, watchView } from "./client.js";
import { button, fill, localize, place, sentence, t } from "./draw.js";

/** @param {import("./client.js").View} view */
function draw(view) {
  place("trouble").hidden = true;
  drawModes(view.settings);
  fill(place("units"), ...drawUnits(view));
  place("portal-name").textContent = view.portal?.name ?? t("noPortal");
  place("account-text").textContent = t(view.account ? "signedIn" : "accountLater");
  fill(
    place("account-action"),
    !view.account && button(t("signInNow"), () => report({ type: "signInClicked" }), { id: "sign-in" }),
  );
}

/** @param {string} code */
function fail(code) {
  place("trouble").hidden = false;
  place("trouble").textContent = sentence(code);
}

localize();
document.title = t("welcomeTitle");
watchView({ tab: null, url: null }, draw, fail);

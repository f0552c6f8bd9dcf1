// The settings page: unit and values, ways of announcing, how often and where not, the portals,
// privacy, and what can be checked.
import { drawCards, startCards } from "./cards.js";
import { COOKIES, drawBreakEvens, drawCookies, drawModes, drawSharing, drawUnits, drawValues } from "./choices.js";
import { onViewChanged, report, watchView } from "./client.js";
import { fill, localize, place, sentence, t } from "./draw.js";
import { browser } from "./ext.js";
import { drawKeepsakes } from "./keepsakes.js";
import { keptSite, keptView } from "./kept.js";
import { drawCandidate, drawPortals } from "./portals.js";
import { startProofs } from "./proofs.js";
import { drawQuiet } from "./quiet.js";
import { SEARCHES } from "./search-pages.js";
import { drawLabels } from "./searches.js";
import { startSpeed } from "./speed.js";
import { startYours } from "./yours.js";

/** With permissions that only the settings show. */
async function viewed() {
  const further = [COOKIES, SEARCHES].map((one) => browser.permissions.contains(one));
  const [view, cookies, searches] = await Promise.all([keptView(), ...further]);
  return view && { ...view, cookies, searches };
}

/** @param {import("./client.js").View} view */
function draw(view) {
  place("trouble").hidden = true;
  fill(place("units"), ...drawUnits(view));
  drawModes(view);
  fill(place("cookies"), drawCookies(view));
  fill(place("labels"), drawLabels(view));
  drawQuiet(view);
  fill(place("values"), ...drawValues(view));
  fill(place("break-even"), ...drawBreakEvens(view));
  fill(place("cards"), drawCards(view.cards));
  fill(place("keepsakes"), drawKeepsakes(view.keepsakes));
  place("values-section").hidden = view.units.every(({ points }) => !points);
  fill(place("portals"), ...drawPortals(view));
  fill(place("sharing"), drawSharing(view));
  fill(place("candidate"), view.candidate && drawCandidate(view.candidate));
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
place("add-portal").addEventListener("submit", (event) => {
  event.preventDefault();
  const field = /** @type {HTMLInputElement} */ (place("portal-link"));
  report({ type: "portalEntered", text: field.value });
});
onViewChanged(refreshed);
startCards();
startProofs();
startSpeed();
startYours();
watchView({ tab: null, url: null }, { view: viewed, site: keptSite }, draw, fail);

// All that the popup shows below the store in the tab: its offer in full, search, shelves, balance, trips and the unit.
import { drawAccounts } from "./account.js";
import { drawBreakEvens, drawUnits } from "./choices.js";
import { report } from "./client.js";
import { figures, fill, icon, place, t } from "./draw.js";
import { drawReached, toggleStar } from "./keepsakes.js";
import { keptHits } from "./kept.js";
import { showShelves } from "./shelves.js";
import { startSearch } from "./store-search.js";
import { showStore, startStore } from "./store.js";
import { drawTrips } from "./trip-list.js";

/** As many trips are shown; the page of trips has them all. */
const RECENT = 5;

/** @param {import("./client.js").View} view @param {import("./client.js").Site | null} site */
export function drawRest(view, site) {
  if (site) showStore("offer" in site ? site.offer : null);
  fill(place("reached"), ...drawReached(view.keepsakes));
  showShelves(choose);
  drawStale(view, site);
  fill(place("account"), ...drawAccounts(view.portals, false));
  fill(place("trips"), drawTrips(view.trips.slice(0, RECENT), null));
  place("trips-section").hidden = view.trips.length === 0 && view.portals.every(({ account }) => !account);
  fill(place("units"), ...drawUnits(view));
  fill(place("break-even"), ...drawBreakEvens(view));
}

/** @param {import("./client.js").Hit} hit */
const choose = (hit) => report({ type: "storeChosen", store: hit.id });

/**
 * Old rates are named as such, unless the site's own panel says so already.
 * @param {import("./client.js").View} view
 * @param {import("./client.js").Site | null} site
 */
function drawStale({ portals }, site) {
  const line = place("stale");
  const old = portals.find(({ freshness }) => freshness !== "fresh");
  const isSaid = site?.state === "offer" && !site.offer.rate;
  line.hidden = !old || isSaid;
  if (!old) return;
  const since = t("staleSince", figures.day(old.issued));
  fill(line, icon("clock"), portals.length > 1 ? `${old.name}: ${since}` : since);
}

const search = /** @type {HTMLInputElement} */ (place("search"));
search.setAttribute("placeholder", t("searchStores"));
startSearch(search, place("hits"), place("hit-status"), keptHits, choose, toggleStar);
startStore();

// The popup: this site, search, balance, trips and the unit. Draws a View and reports what the shopper does.
import { drawAccounts } from "./account.js";
import { drawBreakEvens, drawUnits } from "./choices.js";
import { report, watchView } from "./client.js";
import { button, element, figures, fill, icon, localize, place, sentence, t } from "./draw.js";
import { browser } from "./ext.js";
import { drawReached, toggleStar } from "./keepsakes.js";
import { keptHits, keptSite, keptView } from "./kept.js";
import { showShelves } from "./shelves.js";
import { drawSite, spoken, tick } from "./site.js";
import { startSearch } from "./store-search.js";
import { showStore, startStore } from "./store.js";
import { drawTrips } from "./trip-list.js";

/** As many trips are shown; the page of trips has them all. */
const RECENT = 5;

/** The tab the popup speaks about: the one it hangs on, or the one its own address names. */
async function subject() {
  const named = new URLSearchParams(location.search).get("tab");
  const [tab] = named
    ? [await browser.tabs.get(Number(named))]
    : await browser.tabs.query({ active: true, currentWindow: true });
  return { tab: tab?.id ?? null, url: tab?.url ?? null };
}

/** @param {{tab: number | null, url: string | null}} about */
function start(about) {
  /** @param {string} store */
  const activate = (store) =>
    about.tab !== null && report({ type: "activateClicked", tab: about.tab, store, page: about.url, via: "popup" });
  const actions = {
    activate,
    unmute: (/** @type {string} */ site) => report({ type: "unmuted", site }),
    refresh: () => report({ type: "refreshClicked" }),
  };

  /** @param {import("./client.js").View} view @param {import("./client.js").Site | null} site */
  const draw = (view, site) => {
    place("portal").textContent = view.portals.map(({ name }) => name).join(", ") || t("noPortal");
    if (site) {
      fill(place("site"), drawSite(site, view, actions));
      say(spoken(site));
      showStore("offer" in site ? site.offer : null);
    }
    fill(place("reached"), ...drawReached(view.keepsakes));
    showShelves(choose);
    drawStale(view, site);
    fill(place("account"), ...drawAccounts(view.portals, false));
    fill(place("trips"), drawTrips(view.trips.slice(0, RECENT), null));
    place("trips-section").hidden = view.trips.length === 0 && view.portals.every(({ account }) => !account);
    fill(place("units"), ...drawUnits(view));
    fill(place("break-even"), ...drawBreakEvens(view));
    document.body.classList.toggle("drawn", site !== null);
    if (site) performance.mark("drawn");
  };

  /** @param {string} code */
  const fail = (code) => {
    fill(
      place("site"),
      element(
        "div",
        { class: "panel silent" },
        element("h2", { class: "store" }, icon("warning"), element("span", {}, t("notReady"))),
        element("p", {}, sentence(code)),
        button(t("tryAgain"), () => location.reload(), { id: "again" }),
      ),
    );
    document.body.classList.add("failed");
  };

  startSearch(
    /** @type {HTMLInputElement} */ (place("search")),
    place("hits"),
    place("hit-status"),
    keptHits,
    choose,
    toggleStar,
  );
  watchView(about, { view: keptView, site: keptSite }, draw, fail);
}

/** @param {import("./client.js").Hit} hit */
const choose = (hit) => report({ type: "storeChosen", store: hit.id });

/** Says a change once, and nothing that was said before. @param {string} text */
function say(text) {
  const line = place("spoken");
  if (line.textContent !== text) line.textContent = text;
}

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

localize();
place("search").setAttribute("placeholder", t("searchStores"));
startStore();
setInterval(tick, 15_000);
place("options").addEventListener("click", () => browser.runtime.openOptionsPage());
subject().then(start, () => start({ tab: null, url: null }));

// The popup: first the store in the tab, then all the rest, which is fetched meanwhile.
import { report, watchView } from "./client.js";
import { button, element, fill, icon, localize, place, sentence, t } from "./draw.js";
import { browser } from "./ext.js";
import { keptSite, keptView } from "./kept.js";
import { drawSite, spoken, tick } from "./site.js";
import { subject } from "./subject.js";

const rest = import("./popup-rest.js");

/** @param {Awaited<typeof subject>} about */
function start(about) {
  const { tab, url: page } = about;
  const actions = {
    activate: (/** @type {string} */ store) => tab !== null && report({ type: "activateClicked", tab, store, page, via: "popup" }),
    unmute: (/** @type {string} */ site) => report({ type: "unmuted", site }),
    refresh: () => report({ type: "refreshClicked" }),
  };

  /** @param {import("./client.js").View} view @param {import("./client.js").Site | null} site */
  const draw = async (view, site) => {
    place("portal").textContent = view.portals.map(({ name }) => name).join(", ") || t("noPortal");
    if (site) {
      fill(place("site"), drawSite(site, view, actions));
      say(spoken(site));
      performance.mark("site");
    }
    (await rest).drawRest(view, site);
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

  watchView(about, { view: keptView, site: keptSite }, draw, fail);
}

/** Says a change once, and nothing that was said before. @param {string} text */
function say(text) {
  const line = place("spoken");
  if (line.textContent !== text) line.textContent = text;
}

localize();
setInterval(tick, 15_000);
place("options").addEventListener("click", () => browser.runtime.openOptionsPage());
subject.then(start);

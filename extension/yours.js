// What belongs to the shopper: every request we have made, a copy of everything, choices from such a copy, and the end of
// it all.
import { change } from "./choices.js";
import { onViewChanged, report } from "./client.js";
import { button, element, figures, fill, place, sentence, sureButton, t } from "./draw.js";
import { saveFile } from "./files.js";
import { choicesIn, keptCopy, keptRequests } from "./kept.js";

/** As many requests are shown; the copy has them all. */
const SHOWN = 100;

/** What is drawn of them: nothing is drawn again that is the same, for whoever stands in it. */
let drawn = "";

/** Starts both sections; requests are looked at again whenever the shopper comes back to the page. */
export function startYours() {
  place("import-file").addEventListener("change", imported);
  addEventListener("focus", drawRequests);
  onViewChanged(async (isAnew) => {
    if (isAnew === undefined) return;
    await drawRequests();
    say(t(isAnew ? "deletedAll" : "notDeleted"));
  });
  drawButtons();
  return drawRequests();
}

const drawButtons = () =>
  fill(place("yours"), element("p", { class: "actions" },
    button(t("exportAll"), exported, { id: "export-all" }),
    button(t("importChoices"), () => place("import-file").click(), { id: "import-choices" }),
    sureButton(t("deleteAll"), t("deleteAllSure"), deleted, { id: "delete-all" })));

async function drawRequests() {
  const now = await keptRequests();
  const content = JSON.stringify(now);
  if (content === drawn) return;
  drawn = content;
  const { list, dropped, pages, clicks } = now;
  fill(place("requests"),
    element("p", { class: "counter" }, element("strong", { id: "pages-counter" }, t("requestsPages", figures.count(pages)))),
    clicks > 0 && element("p", {}, figures.counted("requestsClicks", clicks)),
    list.length === 0
      ? element("p", { class: "soft" }, t("noRequests"))
      : element("div", { class: "table", tabindex: 0, role: "group", "aria-labelledby": "requests-title" }, drawTable(list.slice(0, SHOWN))),
    list.length > SHOWN && element("p", { class: "soft" }, t("requestsShown", figures.count(SHOWN), figures.count(list.length))),
    dropped > 0 && element("p", { class: "soft" }, t("requestsDropped", figures.count(dropped))));
}

/** @param {import("./client.js").Request[]} list */
function drawTable(list) {
  const heads = ["requestTime", "requestHost", "requestWhy", "requestSent", "requestGot"];
  const row = (/** @type {import("./client.js").Request} */ { at, host, why, page, sent, got }) =>
    element("tr", {},
      element("td", {}, element("time", { datetime: new Date(at).toISOString() }, figures.moment(at))),
      element("td", {}, element("bdi", {}, host)),
      element("td", {}, t(`asked_${why}`), page && ` ${t("requestPage")}`),
      element("td", {}, figures.bytes(sent)),
      element("td", {}, got === null ? t("unknown") : figures.bytes(got)));
  return element("table", {},
    element("thead", {}, element("tr", {}, ...heads.map((key) => element("th", { scope: "col" }, t(key))))),
    element("tbody", {}, ...list.map(row)));
}

async function exported() {
  saveFile("pointback-everything.json", "application/json", await keptCopy());
  say(t("fileSaved"));
}

async function imported() {
  const field = /** @type {HTMLInputElement} */ (place("import-file"));
  const file = field.files?.[0];
  if (!file) return;
  const found = await choicesIn(file);
  field.value = "";
  if ("error" in found) return say(sentence(found.error));
  for (const event of found.events) {
    const { error } = await (event.type === "settingsChanged" ? change(event.settings) : report(event));
    if (error) return say(sentence(error));
  }
  say(t("imported"));
}

async function deleted() {
  const { error } = await report({ type: "everythingDeleted" });
  drawButtons();
  if (error) say(sentence(error));
}

/** @param {string} text */
const say = (text) => {
  place("yours-status").textContent = text;
};

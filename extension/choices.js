// Choices that first-run page, popup and options share: the unit, and how offers are announced.
import { complainOf, report } from "./client.js";
import { button, element, figures, fill, icon, place, sentence, t } from "./draw.js";
import { browser } from "./ext.js";
import { typedFigure } from "./kept.js";
import { leave, share } from "./shared.js";

/**
 * @typedef {import("./client.js").View} View
 * @typedef {import("./client.js").Settings} Settings
 * @typedef {import("./client.js").Unit} Unit
 */

/** All settings as they shall be, so that of two changes in a row neither undoes the other. @type {Settings} */
let wanted = /** @type {any} */ ({});

/** Cash or points, as a group of radio buttons. @param {View} view @returns {Node[]} */
export function drawUnits({ units, settings }) {
  wanted = settings;
  return units.map((unit) => {
    const radio = element("input", {
      type: "radio",
      name: "unit",
      id: `unit-${unit.id}`,
      value: unit.id,
      checked: unit.id === settings.unit,
    });
    radio.addEventListener("change", () => change({ unit: unit.id }));
    return element("label", {}, radio, element("span", {}, unit.points ? unit.name : t("unitCash", unit.name)));
  });
}

/** Where points win, and that they never turn back into cash: beside the choice of the unit. @param {View} view @returns {(Node | null)[]} */
export function drawBreakEvens({ units, settings }) {
  const chosen = units.find(({ id }) => id === settings.unit);
  return [
    ...units.map(({ name, value, breakEven }) => {
      if (!breakEven) return null;
      const [at, own] = [figures.cents(breakEven.cents), figures.cents(value)];
      return element("p", { class: "soft" }, t(`breakEven_${breakEven.wins}`, name, at, own));
    }),
    chosen?.points ? element("p", { class: "notice" }, icon("warning"), t("oneWay", chosen.name)) : null,
  ];
}

/** What a point counts for when offers are compared, and the status on which it depends. @param {View} view @returns {Node[]} */
export function drawValues({ units }) {
  return units.filter(({ points }) => points).map((unit) =>
    element("div", { class: "programme" }, ...drawValue(unit), drawStatus(unit)));
}

/** @param {Unit} unit @returns {Node[]} */
function drawValue({ id, name, value, presets, breakEven }) {
  const field = element("input", {
    type: "text", inputmode: "decimal", id: `value-${id}`, value, maxlength: 8, autocomplete: "off", dir: "ltr",
  });
  const choose = async (/** @type {string} */ text) => {
    const typed = await typedFigure(text);
    const isBad = "error" in typed;
    field.setAttribute("aria-invalid", String(isBad));
    place("values-status").textContent = isBad ? sentence(typed.error) : "";
    if (!isBad) change({ values: withEntry(wanted.values, id, typed.figure) });
  };
  field.addEventListener("change", () => choose(field.value));
  const even = breakEven && preset(`even-${id}`, t("presetEven", figures.cents(breakEven.cents)), () => choose(breakEven.cents));
  const published = presets.map(({ by, month, value: theirs, source }) =>
    element("span", {},
      preset(`preset-${id}`, t("presetBy", by, figures.month(month), figures.cents(theirs)), () => choose(theirs)),
      element("a", { href: source, target: "_blank", rel: "noreferrer", "aria-label": t("presetSourceOf", by) }, t("presetSource"))));
  return [
    element("label", { class: "row" }, element("span", {}, t("worthOf", name)), field),
    element("p", { class: "presets" }, even, ...published),
  ];
}

/** @param {string} id @param {string} text @param {() => void} choose */
const preset = (id, text, choose) => button(text, choose, { id, class: "link" });

/** @param {Unit} unit */
function drawStatus({ id, name, status, statuses }) {
  if (statuses.length === 0) return null;
  const choice = element("select", { id: `status-${id}` },
    element("option", { value: "", selected: status === "" }, t("statusOther")),
    ...statuses.map((one) => element("option", { value: one, selected: one === status }, one)));
  choice.addEventListener("change", () => {
    const others = (wanted.statuses ?? []).filter(([unit]) => unit !== id);
    const mine = /** @type {[string, string][]} */ (choice.value ? [[id, choice.value]] : []);
    change({ statuses: [...others, ...mine] });
  });
  return element("label", { class: "row" }, element("span", {}, t("statusAt", name)), choice);
}

/** The core keeps its maps in order. @param {[string, string][]} pairs @param {string} id @param {string} value */
function withEntry(pairs, id, value) {
  const others = pairs.filter(([key]) => key !== id);
  return [...others, /** @type {[string, string]} */ ([id, value])].sort(([a], [b]) => (a < b ? -1 : 1));
}

/**
 * What each way of announcing asks the browser for.
 * @type {{mode: Settings["mode"], id: string, title: string, text: string, needs: object | null}[]}
 */
const MODES = [
  { mode: "card", id: "mode-card", title: "modeCard", text: "modeCardText", needs: { origins: ["*://*/*"] } },
  {
    mode: "toolbar",
    id: "mode-toolbar",
    title: "modeToolbar",
    text: "modeToolbarText",
    needs: { permissions: ["webNavigation"] },
  },
  { mode: null, id: "mode-popup", title: "modePopup", text: "modePopupText", needs: null },
];

/**
 * The ways of announcing offers; permissions are asked for in the click itself, or the browser refuses to ask. Where one is
 * laid down, the others cannot be chosen.
 * @param {View} view
 */
export function drawModes({ settings, elsewhere }) {
  const choices = MODES.map(({ mode, id, title, text, needs }) => {
    const isBarred = elsewhere.mode !== null && elsewhere.mode !== mode;
    const choice = button("", () => {
      const asked = needs ? browser.permissions.request(needs) : Promise.resolve(true);
      asked.then(
        (/** @type {boolean} */ granted) => answered(granted, mode, needs),
        () => say(t("modeRefused")),
      );
    }, { id, class: "choice", "aria-pressed": String(settings.mode === mode), "aria-disabled": isBarred && "true" });
    choice.append(element("strong", {}, t(title)), element("span", {}, t(text)));
    return choice;
  });
  const laidDown = elsewhere.mode !== null && element("p", { class: "soft" }, t("managedMode"));
  fill(place("modes"), ...choices, laidDown);
}

/** The permission to look at the names of cookies. */
export const COOKIES = { permissions: ["cookies"] };

/** May we look at the names of a store's cookies? The browser asks, and takes it back. @param {View} view */
export function drawCookies({ cookies }) {
  const box = element("input", { type: "checkbox", id: "read-cookies", checked: cookies });
  box.addEventListener("change", (event) => {
    if (!event.isTrusted) return;
    const asked = box.checked ? browser.permissions.request(COOKIES) : browser.permissions.remove(COOKIES);
    asked.then(
      (/** @type {boolean} */ done) => (box.checked &&= done),
      () => (box.checked = Boolean(cookies)),
    );
  });
  return element("label", {}, box, element("span", {}, t("readCookies")));
}

/** @param {boolean} granted @param {Settings["mode"]} mode @param {object | null} needs */
async function answered(granted, mode, needs) {
  if (!granted) return say(t("modeRefused"));
  const { error } = await change({ mode });
  // What was granted for what did not come goes again.
  if (needs && error && wanted.mode !== mode) await browser.permissions.remove(needs);
  return say(error ? t("codeOther", error) : t("modeSaved"));
}

/** @param {string} text */
const say = (text) => {
  place("mode-status").textContent = text;
};

/** Some of the settings, as they shall be; the others stay as last wanted. @param {Partial<Settings>} some */
export async function change(some) {
  const before = wanted;
  const settings = (wanted = { ...before, ...some });
  const answer = await leave(settings).then(() => report({ type: "settingsChanged", settings }), notShared);
  // What was refused is no part of what is wanted next.
  if (answer.error && wanted === settings) wanted = before;
  return answer;
}

/** A browser refuses what comes too often. Taken up here alone, the older choice that is shared would undo it. @param {unknown} error */
function notShared(error) {
  console.error("sync.failed", error);
  complainOf("choices.notShared");
  return { error: "choices.notShared" };
}

/** As last wanted. */
export const limits = () => wanted.limits;

/** @param {Partial<Settings["limits"]>} some */
export const limit = (some) => change({ limits: { ...wanted.limits, ...some } });

/** Do the choices travel to the shopper's other browsers? @param {View} view */
export function drawSharing({ sharing, settings }) {
  const box = element("input", { type: "checkbox", id: "share-choices", checked: sharing });
  box.addEventListener("change", async (event) => {
    if (!event.isTrusted) return;
    await share(box.checked, settings);
    await report({ type: "surfaceOpened", tab: null, url: null });
    place("sharing-status").textContent = t(box.checked ? "sharingOn" : "sharingOff");
  });
  return element("label", {}, box, element("span", {}, t("shareChoices")));
}

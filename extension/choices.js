// Choices that first-run page, popup and options share: the unit, and how offers are announced.
import { report } from "./client.js";
import { button, element, fill, place, t } from "./draw.js";
import { browser } from "./ext.js";

/**
 * @typedef {import("./client.js").View} View
 * @typedef {import("./client.js").Settings} Settings
 */

/** Cash or points, as a group of radio buttons. @param {View} view @returns {Node[]} */
export function drawUnits({ units, settings }) {
  return units.map((unit) => {
    const radio = element("input", {
      type: "radio",
      name: "unit",
      id: `unit-${unit.id}`,
      value: unit.id,
      checked: unit.id === settings.unit,
    });
    radio.addEventListener("change", () => report(settingsChanged({ ...settings, unit: unit.id })));
    return element("label", {}, radio, element("span", {}, unit.points ? unit.name : t("unitCash", unit.name)));
  });
}

/** What a point counts for when offers are compared. @param {View} view @returns {Node[]} */
export function drawValues({ units, settings }) {
  const programmes = units.filter(({ points }) => points);
  const values = () => programmes.map(({ id, value }) => /** @type {[string, number]} */ ([id, value]));
  return programmes.map((unit) => {
    const field = element("input", {
      type: "number", id: `value-${unit.id}`, min: 0, max: 100, step: 0.01, value: unit.value / 100, required: true,
    });
    field.addEventListener("change", () => {
      if (!field.reportValidity()) return;
      unit.value = Math.round(field.valueAsNumber * 100);
      report(settingsChanged({ ...settings, values: values().sort(([a], [b]) => (a < b ? -1 : 1)) }));
    });
    return element("label", { class: "row" }, element("span", {}, t("worthOf", unit.name)), field);
  });
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
 * The ways of announcing offers; permissions are asked for in the click itself, or the browser refuses to ask.
 * @param {Settings} settings
 */
export function drawModes(settings) {
  const choices = MODES.map(({ mode, id, title, text, needs }) => {
    const choice = button("", () => {
      const asked = needs ? browser.permissions.request(needs) : Promise.resolve(true);
      asked.then(
        (/** @type {boolean} */ granted) => answered(granted, { ...settings, mode }),
        () => say(t("modeRefused")),
      );
    }, { id, class: "choice", "aria-pressed": String(settings.mode === mode) });
    choice.append(element("strong", {}, t(title)), element("span", {}, t(text)));
    return choice;
  });
  fill(place("modes"), ...choices);
}

/** May we look at the names of a store's cookies? The browser asks, and takes it back. @param {View} view */
export function drawCookies({ cookies }) {
  const permission = { permissions: ["cookies"] };
  const box = element("input", { type: "checkbox", id: "read-cookies", checked: cookies });
  box.addEventListener("change", (event) => {
    if (!event.isTrusted) return;
    const asked = box.checked ? browser.permissions.request(permission) : browser.permissions.remove(permission);
    asked.then(
      (/** @type {boolean} */ done) => (box.checked &&= done),
      () => (box.checked = cookies),
    );
  });
  return element("label", {}, box, element("span", {}, t("readCookies")));
}

/** @param {boolean} granted @param {Settings} settings */
async function answered(granted, settings) {
  if (!granted) return say(t("modeRefused"));
  const { error } = await report(settingsChanged(settings));
  return say(error ? t("codeOther", error) : t("modeSaved"));
}

/** @param {string} text */
const say = (text) => {
  place("mode-status").textContent = text;
};

/** @param {Settings} settings */
export const settingsChanged = (settings) => ({ type: "settingsChanged", settings });

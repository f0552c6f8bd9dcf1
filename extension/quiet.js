// How often the card may come, and where there is silence: a part of the settings page.
import { limit, limits } from "./choices.js";
import { report } from "./client.js";
import { button, element, figures, fill, place, t } from "./draw.js";

/**
 * @typedef {import("./client.js").View} View
 * @typedef {import("./client.js").Mute} Mute
 */

/** @param {View} view */
export function drawQuiet({ settings, mutes, prompts }) {
  drawLimits(settings.limits);
  place("prompts-today").textContent = t("promptsToday", figures.count(prompts.today));
  fill(place("learned"), ...drawLearned(prompts));
  fill(place("months"), ...drawMonths(prompts));
  fill(place("mute-everywhere"), ...drawSilence());
  const field = /** @type {HTMLInputElement} */ (place("search-mutes"));
  place("search-mutes-label").hidden = mutes.length === 0;
  // A field that cannot be seen must not hide what comes next.
  if (mutes.length === 0) field.value = "";
  const show = () => fill(place("mutes"), drawMutes(mutes, field.value));
  field.oninput = show;
  show();
}

/** A number a day, and hours without; a time is left alone while it is set. @param {import("./client.js").Limits} limits */
function drawLimits({ prompts, quiet }) {
  if (document.activeElement?.matches("[type=time]")) return;
  const number = element("input", {
    type: "number", id: "prompts-a-day", min: 1, max: 50, step: 1, value: prompts ?? 12, required: true,
    disabled: prompts === null,
  });
  number.onchange = () => number.reportValidity() && limit({ prompts: number.valueAsNumber });
  const all = element("input", { type: "checkbox", id: "prompts-all", checked: prompts === null });
  all.onchange = () => limit({ prompts: all.checked ? null : 12 });
  const hours = element("input", { type: "checkbox", id: "quiet-hours", checked: quiet !== null });
  hours.onchange = () => limit({ quiet: hours.checked ? { from: 22 * 60, to: 7 * 60 } : null });
  fill(
    place("limits"),
    element("label", { class: "row" }, element("span", {}, t("promptsLabel")), number),
    element("label", {}, all, element("span", {}, t("promptsAll"))),
    element("label", {}, hours, element("span", {}, t("quietLabel"))),
    quiet && element(
      "p",
      { class: "row" },
      timeField(t("quietFrom"), quiet, "from"),
      timeField(t("quietTo"), quiet, "to"),
    ),
  );
}

/**
 * Each part of a time counts as a change. Left without a time, the field says again what holds.
 * @param {string} label @param {{from: number, to: number}} quiet @param {"from" | "to"} end
 */
function timeField(label, quiet, end) {
  const field = element("input", { type: "time", id: `quiet-${end}`, required: true });
  field.onchange = () =>
    field.checkValidity() && limit({ quiet: { ...quiet, ...limits().quiet, [end]: field.valueAsNumber / 60_000 } });
  const show = (/** @type {typeof quiet} */ hours) => (field.valueAsNumber = hours[end] * 60_000);
  field.onblur = () => show(limits().quiet ?? quiet);
  show(quiet);
  return element("label", {}, element("span", {}, label), field);
}

/** @param {View["prompts"]} prompts */
function drawLearned({ closed, most, resting }) {
  const undo = (/** @type {string} */ site, /** @type {object} */ attributes) =>
    button(t("undoLearning"), () => report({ type: "learningUndone", site }), { ...attributes });
  const line = (/** @type {string} */ text, /** @type {Node} */ action) =>
    element("li", { class: "row" }, element("span", {}, text), action);
  const rest = (/** @type {View["prompts"]["resting"][0]} */ { site, name, until }) =>
    line(t("learnedRest", name, figures.day(until)), undo(site, { "aria-label": t("undoLearningAt", name) }));
  const lines = resting.map(rest);
  if (closed !== null && most !== null) {
    const text = t("learnedFewer", figures.count(closed), figures.count(most));
    lines.unshift(line(text, undo("*", { id: "undo-fewer" })));
  }
  return lines;
}

/** @param {View["prompts"]} prompts */
function drawMonths({ months }) {
  if (months.length === 0) return [];
  const line = (/** @type {View["prompts"]["months"][0]} */ { year, month, shown, useful }) =>
    element("li", {}, t("monthLine", figures.monthOf(year, month), figures.count(shown), figures.count(useful)));
  return [element("h3", {}, t("monthsTitle")), element("ul", {}, ...months.map(line))];
}

function drawSilence() {
  const choices = [
    ["hour", t("lasting_hour")], ["day", t("lasting_day")], ["month", t("lasting_month")], ["always", t("lasting_always")],
  ];
  return choices.map(([lasting = "", text = ""]) =>
    button(text, () => report({ type: "muted", site: "*", lasting }), { id: `silence-${lasting}` }),
  );
}

/** @param {Mute[]} mutes @param {string} wanted */
function drawMutes(mutes, wanted) {
  if (mutes.length === 0) return element("p", { class: "soft" }, t("noMutes"));
  const plain = (/** @type {string} */ text) => text.toLocaleLowerCase();
  const named = mutes.map(({ name, ...mute }) => ({ ...mute, name: name || t("everywhere") }));
  const found = named.filter(({ name, site }) => plain(`${name} ${site}`).includes(plain(wanted.trim())));
  if (found.length === 0) return element("p", { class: "soft" }, t("noMuteFound"));
  return element("ul", { class: "mutes" }, ...found.map(drawMute));
}

/** @param {Mute} mute */
function drawMute({ site, name, until }) {
  return element(
    "li",
    { class: "row" },
    element("bdi", {}, name),
    element("span", { class: "soft" }, until === null ? t("forGood") : t("untilWhen", figures.moment(until))),
    button(t("unmuteShort"), () => report({ type: "unmuted", site }), {
      id: `unmute-${site}`, "aria-label": t("unmuteAt", name),
    }),
  );
}

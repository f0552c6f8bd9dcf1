// The fields of the limits: a number a day, and hours without. Each change leaves alone what else was changed.
import assert from "node:assert/strict";
import test from "node:test";
import { openOwnPage, settled } from "./fake-own-page.js";

/** The core refuses hours that end where they begin. @param {any} event */
const answer = ({ settings: { limits: { quiet } } }) => (quiet?.from === quiet?.to && quiet ? { error: "event.invalid" } : {});
const { byId, events } = openOwnPage("options.html", answer);
const { drawUnits } = await import("../../extension/choices.js");
const { drawQuiet } = await import("../../extension/quiet.js");

const PROMPTS = { today: 0, most: null, closed: null, resting: [], months: [] };
/** The page as it is drawn when these limits are saved. */
function draw(limits) {
  const settings = { mode: null, unit: "usd", values: [], labels: false, corner: "topEnd", limits };
  const view = /** @type {any} */ (structuredClone({ units: [], settings, mutes: [], prompts: PROMPTS }));
  drawUnits(view);
  drawQuiet(view);
}
/** What is wanted in the end. */
const wanted = async () => {
  await settled();
  return events.at(-1).settings.limits;
};
const NIGHT = { from: 22 * 60, to: 7 * 60 };

test("of two limits that are changed in a row neither undoes the other", async () => {
  draw({ prompts: 12, quiet: null });
  byId("prompts-a-day").set("5");
  byId("quiet-hours").set(true);
  assert.deepEqual(await wanted(), { prompts: 5, quiet: NIGHT });
});

test("of two times that are changed in a row neither undoes the other", async () => {
  draw({ prompts: 12, quiet: NIGHT });
  byId("quiet-from").set("21:00");
  byId("quiet-to").set("08:00");
  byId("prompts-all").set(true);
  assert.deepEqual(await wanted(), { prompts: null, quiet: { from: 21 * 60, to: 8 * 60 } });
});

test("the second part of a time can be set after the first, however often the page is drawn", async () => {
  draw({ prompts: 12, quiet: NIGHT });
  const field = byId("quiet-from");
  field.set("21:00");
  draw(await wanted());
  assert.equal(byId("quiet-from"), field, "a new field begins at its first part");
  assert.equal(document.activeElement, field);
  field.set("21:30");
  assert.deepEqual(await wanted(), { prompts: 12, quiet: { from: 21 * 60 + 30, to: 7 * 60 } });
  field.leave();
  draw({ prompts: 12, quiet: { from: 20 * 60, to: 7 * 60 } });
  assert.equal(byId("quiet-from").value, "20:00");
});

test("a time that is half taken away is not saved, and says again what holds when it is left", async () => {
  draw({ prompts: 12, quiet: NIGHT });
  const field = byId("quiet-to");
  field.set("06:15");
  await settled();
  const before = events.length;
  field.set("");
  await settled();
  assert.equal(events.length, before);
  field.leave();
  assert.equal(field.value, "06:15");
});

test("what the core refuses goes along with no later change", async () => {
  draw({ prompts: 12, quiet: NIGHT });
  byId("quiet-to").set("22:00");
  await settled();
  byId("prompts-all").set(true);
  assert.deepEqual(await wanted(), { prompts: null, quiet: NIGHT });
});

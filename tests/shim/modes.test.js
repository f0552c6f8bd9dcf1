// The ways of announcing offers, with what they ask the browser for.
import assert from "node:assert/strict";
import test from "node:test";
import { openOwnPage, settled } from "./fake-own-page.js";

let refusal = {};
/** What happens on the page before the answer comes. */
let meanwhile = () => {};
const { byId, events } = openOwnPage("options.html", () => (meanwhile(), refusal));
/** @type {object[]} */
const removed = [];
chrome.permissions.remove = /** @type {any} */ (async (needs) => removed.push(needs));
const { drawModes, drawUnits } = await import("../../extension/choices.js");

/** The page as it is drawn in this mode; then the shopper presses a button. @param {string | null} mode @param {string} id */
async function press(mode, id) {
  removed.length = 0;
  const view = page(mode);
  drawUnits(view);
  drawModes(view);
  byId(id).act("click");
  await settled();
  return events.at(-1).settings.mode;
}

/** @param {string | null} mode */
function page(mode) {
  const settings = { mode, unit: "usd", values: [], labels: false, corner: "topEnd", limits: { prompts: 12, quiet: null } };
  return /** @type {any} */ ({ units: [], settings, elsewhere: { mode: null } });
}

test("what was granted for a mode stays when the mode is taken", async () => {
  refusal = {};
  assert.equal(await press(null, "mode-card"), "card");
  assert.deepEqual(removed, []);
  // The page may be drawn once more as it was.
  meanwhile = () => drawUnits(page(null));
  await press(null, "mode-card");
  assert.deepEqual(removed, []);
  meanwhile = () => {};
});

test("what was granted for a mode that is not taken goes again, and nothing of the mode that is there", async () => {
  refusal = { error: "core.failed" };
  assert.equal(await press(null, "mode-toolbar"), "toolbar");
  assert.deepEqual(removed, [{ permissions: ["webNavigation"] }]);
  await press("toolbar", "mode-toolbar");
  assert.deepEqual(removed, []);
  await press("toolbar", "mode-popup");
  assert.deepEqual(removed, []);
});

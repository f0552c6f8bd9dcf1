// Effects of one event after those of the other, whatever the browser takes its time for.
import assert from "node:assert/strict";
import test from "node:test";

const never = new Promise(() => {});
/** @type {string[]} */
let drawn = [];
/** How long each call for an icon takes, by its order. @type {Promise<void>[]} */
let icons = [];

globalThis.browser = /** @type {any} */ ({
  runtime: { id: "ours", getURL: (/** @type {string} */ path) => path, sendMessage: () => never },
  tabs: { sendMessage: () => never },
  action: {
    setIcon: () => icons.shift() ?? Promise.resolve(),
    setBadgeBackgroundColor: async () => {},
    setBadgeTextColor: async () => {},
    setTitle: async () => {},
    setBadgeText: async (/** @type {{text: string}} */ { text }) => void drawn.push(text),
  },
});
const { inOrder } = await import("../../extension/effects.js");

const button = (/** @type {string} */ badge) => ({ type: "setIcon", tab: 7, icon: "lit", badge });

test("an older drawing never ends on top of a newer one", async () => {
  /** @type {() => void} */
  let finish = () => {};
  icons = [new Promise((resolve) => (finish = resolve))];
  drawn = [];
  const carryOut = inOrder(async () => ({}));
  const older = carryOut(Promise.resolve([button("")]));
  const newer = carryOut([button("3%")]);
  await Promise.resolve();
  finish();
  await Promise.all([older, newer]);
  assert.deepEqual(drawn, ["", "3%"]);
});

test("an event that the core refuses, and a page that never answers, hold up nothing", async () => {
  drawn = [];
  const carryOut = inOrder(async () => ({}));
  const refused = carryOut(Promise.reject(new Error("event.unknown")));
  const told = carryOut([{ type: "showCard", tab: 7, card: {} }, { type: "hideCard", tab: 7 }, { type: "viewChanged" }]);
  const asked = carryOut([button("10%"), { type: "reply", site: "a site" }]);
  await assert.rejects(refused, /event.unknown/);
  assert.deepEqual(await told, {});
  assert.deepEqual(await asked, { site: "a site" });
  assert.deepEqual(drawn, ["10%"]);
});

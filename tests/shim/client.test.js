import assert from "node:assert/strict";
import test from "node:test";
import { fakeBrowser } from "./fake-browser.js";

let answer = async () => ({});
const browser = fakeBrowser({ send: (event) => answer(event) });
globalThis.browser = browser;
const { report, watchView } = await import("../../extension/client.js");
const { following } = await import("../../extension/store-search.js");

const settled = () => new Promise(setImmediate);

test("a background that cannot be reached is an answer, not an exception", async () => {
  answer = async () => {
    throw new Error("no receiver");
  };
  assert.deepEqual(await report({ type: "refreshClicked" }), { error: "background.silent" });
  answer = async () => undefined;
  assert.deepEqual(await report({ type: "refreshClicked" }), {});
});

test("a view is drawn when it is new, and not again for the same", async () => {
  let name = "first";
  const asked = [];
  answer = async (event) => {
    asked.push(event);
    return { seen: true };
  };
  const drawn = [];
  const elsewhere = { events: [] };
  const kept = { view: async () => ({ name, elsewhere }), site: async () => ({ state: "silent" }) };
  await watchView({ tab: 3, url: null }, kept, (view, site) => drawn.push([view.name, site?.state]), assert.fail);
  browser.deliver({ type: "viewChanged" });
  await settled();
  name = "second";
  browser.deliver({ type: "viewChanged" });
  browser.deliver({ type: "card" });
  await settled();
  assert.deepEqual(drawn, [["first", undefined], ["first", "silent"], ["second", "silent"]]);
  assert.deepEqual(asked, Array(3).fill({ type: "surfaceOpened", tab: 3, url: null }));
});

test("what follows from elsewhere is reported once the page is drawn", async () => {
  const asked = [];
  answer = async (event) => {
    asked.push(event.type);
    return { seen: true };
  };
  const elsewhere = { events: ['{"type":"portalEntered","text":"x"}', '{"type":"settingsChanged"}'] };
  const kept = { view: async () => ({ elsewhere }), site: async () => ({ state: "silent" }) };
  await watchView({ tab: null, url: null }, kept, () => asked.push("drawn"), assert.fail);
  assert.deepEqual(asked, ["surfaceOpened", "drawn", "drawn", "portalEntered", "settingsChanged"]);
});

test("without anything to draw the surface is told why", async () => {
  answer = async () => ({ error: "core.failed" });
  const failures = [];
  await watchView({ tab: null, url: null }, { view: async () => null, site: assert.fail }, assert.fail, (code) => failures.push(code));
  assert.deepEqual(failures, ["core.failed"]);
});

test("the marked search hit goes around the end of the list", () => {
  assert.deepEqual([following(0, 1, 3), following(2, 1, 3), following(0, -1, 3)], [1, 0, 2]);
});

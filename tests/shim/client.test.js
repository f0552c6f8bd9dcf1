import assert from "node:assert/strict";
import test from "node:test";
import { fakeBrowser } from "./fake-browser.js";

let answer = async () => ({});
const browser = fakeBrowser({ send: (event) => answer(event) });
globalThis.chrome = browser;
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

test("a view is drawn when it is new, not again for the same, and the background is asked once", async () => {
  let name = "first";
  const asked = [];
  answer = async (event) => {
    asked.push(event);
    return { seen: true };
  };
  const drawn = [];
  const elsewhere = { events: [] };
  const kept = { view: async () => ({ name, elsewhere }), site: async (_, isAsked) => isAsked ? { state: "silent" } : null };
  const redraw = watchView({ tab: 3, url: null }, kept, (view, site) => drawn.push([view.name, site?.state]), assert.fail);
  await settled();
  browser.deliver({ type: "viewChanged" });
  await settled();
  name = "second";
  browser.deliver({ type: "viewChanged" });
  browser.deliver({ type: "card" });
  await settled();
  assert.deepEqual(drawn, [["first", undefined], ["first", "silent"], ["second", "silent"]]);
  await redraw();
  assert.deepEqual(drawn.at(-1), drawn.at(-2), "the same, when the page asks for it");
  assert.deepEqual(asked, [{ type: "surfaceOpened", tab: 3, url: null }]);
});

test("after everything was deleted the background is asked again, and begins anew", async () => {
  let kept = { elsewhere: { events: [] } };
  let asked = 0;
  answer = async () => {
    asked += 1;
    kept = { elsewhere: { events: [] } };
    return { seen: true };
  };
  let drawn = 0;
  watchView({ tab: null, url: null }, { view: async () => kept, site: async () => ({ state: "silent" }) }, () => (drawn += 1), assert.fail);
  await settled();
  kept = null;
  browser.deliver({ type: "viewChanged" });
  await settled();
  assert.deepEqual([asked, drawn], [2, 1]);
});

test("what follows from elsewhere is reported once the page is drawn", async () => {
  const asked = [];
  answer = async (event) => {
    asked.push(event.type);
    return { seen: true };
  };
  const elsewhere = { events: ['{"type":"portalEntered","text":"x"}', '{"type":"settingsChanged"}'] };
  const kept = { view: async () => ({ elsewhere }), site: async () => ({ state: "silent" }) };
  watchView({ tab: null, url: null }, kept, () => asked.push("drawn"), assert.fail);
  await settled();
  assert.deepEqual(asked, ["drawn", "surfaceOpened", "portalEntered", "settingsChanged"]);
});

test("without anything to draw the surface is told why", async () => {
  answer = async () => ({ error: "core.failed" });
  const failures = [];
  watchView({ tab: null, url: null }, { view: async () => null, site: assert.fail }, assert.fail, (code) => failures.push(code));
  await settled();
  assert.deepEqual(failures, ["core.failed"]);
});

test("a page says so when nothing could be saved", async () => {
  answer = async ({ type }) => ({ seen: true, full: type === "muted" });
  const kept = { view: async () => ({ elsewhere: { events: [] } }), site: async () => ({ state: "silent" }) };
  const said = [];
  watchView({ tab: 3, url: null }, kept, () => {}, (code) => said.push(code));
  await settled();
  assert.deepEqual(said, []);
  await report({ type: "muted", site: "*" });
  assert.deepEqual(said, ["memory.full"]);
});

test("the marked search hit goes around the end of the list", () => {
  assert.deepEqual([following(0, 1, 3), following(2, 1, 3), following(0, -1, 3)], [1, 0, 2]);
});

// What an organisation has laid down comes when the browser tells it; our pages wait for nothing.
import assert from "node:assert/strict";
import test from "node:test";
import { openOwnPage, settled } from "./fake-own-page.js";

openOwnPage("welcome.html", () => ({ seen: true }));
/** @type {{resolve: (all: object) => void, reject: (why: Error) => void}[]} */
const asked = [];
globalThis.chrome.storage.managed = { get: () => new Promise((resolve, reject) => asked.push({ resolve, reject })) };
const { keptView } = await import("../../extension/kept.js");
const { watchView } = await import("../../extension/client.js");
const { laidDown, learnLaidDown } = await import("../../extension/laid-down.js").then((it) => ({ ...it, laidDown: () => it.laidDown }));

test("a browser that has not read its policies yet holds up no page", async () => {
  assert.equal(await keptView(), null, "nothing is saved, and that is known");
  assert.equal(asked.length, 1);
});

test("what was drawn without it is drawn again, once", async () => {
  const drawn = [];
  const view = async () => (learnLaidDown(), { laid: laidDown(), elsewhere: { events: [] } });
  watchView({ tab: null, url: null }, { view, site: async () => ({ state: "silent" }) }, ({ laid }) => drawn.push(laid), assert.fail);
  await settled();
  assert.deepEqual(new Set(drawn), new Set([""]));
  const before = drawn.length;
  const answerAll = (how) => asked.splice(0).forEach(how);
  answerAll(({ resolve }) => resolve({ mode: "toolbar" }));
  await settled();
  assert.deepEqual(drawn.slice(before), ['{"mode":"toolbar"}']);
  answerAll(({ resolve }) => resolve({ mode: "toolbar" }));
  await settled();
  assert.equal(drawn.length, before + 1, "nothing new");
  assert.equal(asked.length, 0);
});

test("nothing laid down is nothing, whichever way the browser says it", async () => {
  for (const say of [({ resolve }) => resolve({}), ({ reject }) => reject(new Error("no manifest"))]) {
    const learned = learnLaidDown();
    say(asked.pop());
    await learned;
    assert.equal(laidDown(), "");
  }
});

// Who may say what: the checks in order, most of them refusals.
import assert from "node:assert/strict";
import test from "node:test";

globalThis.browser = /** @type {any} */ ({
  runtime: { id: "ours", getURL: (/** @type {string} */ path) => `moz-extension://ours/${path}` },
});
const { eventFrom } = await import("../../extension/sender.js");

const page = { id: "ours", url: "moz-extension://ours/popup.html" };
const script = { id: "ours", url: "https://www.macys.com/", frameId: 0, tab: { id: 7 } };

test("our own pages may report what pages report", () => {
  const message = { type: "surfaceOpened", tab: 3, url: null };
  assert.deepEqual(eventFrom(message, page), message);
});

test("the on-page script speaks for its own tab only, whatever it says", () => {
  const message = { type: "pageSeen", tab: 99, url: "https://www.macys.com/", referrer: "" };
  assert.equal(eventFrom(message, script).tab, 7);
  const click = { type: "activateClicked", tab: 99, store: "0:1", page: null, via: "card" };
  assert.equal(eventFrom(click, script).tab, 7);
});

test("what the card says of itself is of no tab", () => {
  for (const message of [{ type: "muted", site: "*", lasting: "hour" }, { type: "cardPlaced", corner: "topEnd", folded: true }]) {
    assert.deepEqual(eventFrom(message, script), message);
  }
});

test("a page that is prepared ahead is no tab's, and may only say what it is", () => {
  const prepared = { ...script, frameId: 5, documentLifecycle: "prerender" };
  const message = { type: "pageSeen", tab: 99, url: "https://www.macys.com/", referrer: "" };
  assert.equal(eventFrom(message, prepared).tab, -1);
  const click = { type: "activateClicked", store: "0:1", page: null, via: "card" };
  assert.equal(eventFrom(click, prepared), null);
});

const refusals = [
  ["another extension", { type: "surfaceOpened" }, { ...page, id: "theirs" }],
  ["no sender", { type: "surfaceOpened" }, undefined],
  ["an on-page script that wants settings", { type: "settingsChanged", settings: {} }, script],
  ["an on-page script that undoes silence", { type: "unmuted", site: "*" }, script],
  ["an on-page script that undoes what was learned", { type: "learningUndone", site: "*" }, script],
  ["a page of ours that moves the card", { type: "cardPlaced", corner: "topEnd", folded: true }, page],
  ["an on-page script that wants to sign out", { type: "signOutClicked" }, script],
  ["an on-page script that imitates the browser", { type: "started", session: "x" }, script],
  ["a page of ours that imitates the browser", { type: "hopSeen", tab: 1, url: "x" }, page],
  ["a frame inside a page", { type: "pageSeen", url: "x", referrer: "" }, { ...script, frameId: 2 }],
  ["a script without a tab", { type: "pageSeen", url: "x", referrer: "" }, { ...script, tab: undefined }],
  ["an address that only begins alike", { type: "surfaceOpened" }, { ...page, url: "moz-extension://ours.evil/x" }],
  ["a message without a type", { store: "0:1" }, page],
  ["a type that is not text", { type: ["surfaceOpened"] }, page],
  ["nothing", null, page],
];
for (const [who, message, sender] of refusals) {
  test(`refused: ${who}`, () => assert.equal(eventFrom(message, sender), null));
}

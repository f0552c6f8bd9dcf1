// Who may say what: the checks in order, most of them refusals.
import assert from "node:assert/strict";
import test from "node:test";

globalThis.chrome = /** @type {any} */ ({
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
  const click = { type: "activateClicked", tab: 99, store: "0:1", page: "https://www.macys.com/x", via: "card" };
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

test("results of a search are told by a search engine's page", () => {
  const message = { type: "resultsSeen", links: [] };
  const search = { ...script, url: "https://www.bing.com/search?q=shoes" };
  assert.deepEqual(eventFrom(message, search), message);
  assert.deepEqual(eventFrom(message, { ...search, url: "https://duckduckgo.com/?q=shoes" }), message);
});

/** A message of every kind that an on-page script may send, as it is sent. */
const FROM_STORES = [
  { type: "pageSeen", url: "https://www.macys.com/x", referrer: "" },
  { type: "activateClicked", store: "0:1", page: "https://www.macys.com/x", via: "card" },
  { type: "dismissed", store: "0:1" },
  { type: "muted", site: "*", lasting: "hour" },
  { type: "cardPlaced", corner: "topEnd", folded: true },
];
/** Who is not a script of a store's page in a tab. @type {[string, any][]} */
const STRANGERS = [
  ["another extension", { ...script, id: "theirs" }],
  ["a web page, which has no id of ours", { ...script, id: undefined }],
  ["a page of ours", page],
  ["a frame inside a page", { ...script, frameId: 2 }],
  ["a frame without a number", { ...script, frameId: undefined }],
  ["no tab", { ...script, tab: undefined }],
  ["a tab whose number is text", { ...script, tab: { id: "7" } }],
  ["no address", { ...script, url: undefined }],
  ["an address that is none", { ...script, url: "www.macys.com" }],
  ["a page that is not of the web", { ...script, url: "about:blank" }],
  ["a file", { ...script, url: "file:///home/x.html" }],
  ["another extension's page in a tab", { ...script, url: "moz-extension://theirs/x.html" }],
];
for (const message of FROM_STORES) {
  test(`${message.type} is the word of a store's page, and of nobody else`, () => {
    assert.ok(eventFrom(message, script));
    // Activate and silence are offered in our own pages, too.
    const isOurs = ["activateClicked", "muted"].includes(message.type);
    for (const [who, sender] of STRANGERS) {
      if (!(isOurs && sender === page)) assert.equal(eventFrom(message, sender), null, who);
    }
  });
}

test("what is said of a page is of the sender's own origin", () => {
  for (const [at, field] of [[0, "url"], [1, "page"]]) {
    for (const url of [
      "https://www.nike.com/x", "http://www.macys.com/x", "https://www.macys.com:8443/x", "https://macys.com/x",
      "https://www.macys.com.evil.example/", "https://www.macys.com@evil.example/", "javascript:x", "", null, undefined, 7, {},
    ]) {
      assert.equal(eventFrom({ ...FROM_STORES[at], [field]: url }, script), null, String(url));
    }
  }
});

test("nobody but a search engine's page may ask about links", () => {
  const message = { type: "resultsSeen", links: ["https://www.macys.com/"] };
  const search = { ...script, url: "https://www.bing.com/search?q=shoes" };
  for (const sender of [
    script, page, { ...search, frameId: 3 }, { ...search, url: "https://www.bing.com.evil.example/" },
    { ...search, documentLifecycle: "prerender" },
  ]) {
    assert.equal(eventFrom(message, sender), null);
  }
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

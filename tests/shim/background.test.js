// What the background adds to an event before the core is told.
import assert from "node:assert/strict";
import test from "node:test";
import { fakeBrowser } from "./fake-browser.js";
import { answers, told } from "./fake-core.js";

const listened = () => ({ addListener: () => {}, removeListener: () => {} });
/** A network's cookie lies in one container's jar only. */
const JARS = { "firefox-default": ["theme"], "firefox-container-1": ["im_ref"] };
const { runtime, i18n } = fakeBrowser();
const onMessage = new Set();
/** Who waits for requests, by the addresses waited for. */
const onRequest = new Map();
/** Who waits for the alarm, and the alarms that were set. */
let onAlarm = () => {};
const alarms = [];
/** So many reads of the session fail. */
let fails = 0;
/** The tabs that were closed. */
const closed = [];
globalThis.chrome = {
  i18n,
  runtime: {
    ...runtime, getURL: (path) => `moz-extension://us/${path}`, onInstalled: listened(), onStartup: listened(),
    onMessage: { addListener: (listener) => onMessage.add(listener) },
  },
  alarms: { onAlarm: { addListener: (listener) => (onAlarm = listener) }, create: (name, when) => alarms.push([name, when]), clear: (name) => alarms.push(name) },
  permissions: { contains: async () => true, onAdded: listened(), onRemoved: listened() },
  storage: { session: { get: async () => (fails-- > 0 ? Promise.reject(new Error("session.failed")) : {}), set: async () => {} } },
  tabs: { remove: async (tab) => closed.push(tab) },
  webRequest: {
    onBeforeRequest: { ...listened(), addListener: (listener, { urls }) => onRequest.set(urls.join(" "), listener) },
    onBeforeRedirect: listened(),
  },
  cookies: {
    getAll({ storeId = "firefox-default" }) {
      if (storeId === "taken away") throw new Error("not available in this context");
      return Promise.resolve(JARS[storeId].map((name) => ({ name, value: "secret" })));
    },
  },
};
globalThis.indexedDB = /** @type {any} */ ({ open: () => ({}) });
await import("../../extension/background.js");

/** What the core is told of a page in this tab. */
async function seen(tab) {
  const [url, sender] = ["https://www.macys.com/x", { id: "us", url: "https://www.macys.com/x", frameId: 0, tab }];
  await new Promise((answered) => onMessage.forEach((hear) => hear({ type: "pageSeen", url, referrer: "" }, sender, answered)));
  return told.findLast(({ type }) => type === "pageSeen");
}

test("an event is told although the first waking fails, and an alarm leaves another behind whatever becomes of it", async () => {
  fails = 1;
  await onAlarm();
  assert.deepEqual(alarms, [["again", { delayInMinutes: 15 }], "again"]);
  assert.deepEqual(told.map(({ type }) => type), ["started", "alarmRang"]);
});

test("a page is reported with the names of the cookies that lie in its own tab's jar", async () => {
  assert.deepEqual((await seen({ id: 7, cookieStoreId: "firefox-container-1" })).cookies, ["im_ref"]);
  assert.deepEqual((await seen({ id: 7, cookieStoreId: "firefox-default" })).cookies, ["theme"]);
});

test("where tabs have no jar of their own, as in Chrome, the only one is looked into", async () => {
  assert.deepEqual((await seen({ id: 7 })).cookies, ["theme"]);
});

test("a permission that was taken back costs the names and not the report", async () => {
  assert.deepEqual((await seen({ id: 7, cookieStoreId: "taken away" })).cookies, []);
});

test("a hop is told with the time at which the browser saw it, in whole milliseconds", async () => {
  const hop = [...onRequest].find(([urls]) => urls.includes("awin1.com"))[1];
  await hop({ tabId: 7, url: "https://www.awin1.com/x", timeStamp: 1764500000123.7 });
  assert.deepEqual(told.at(-1), { type: "hopSeen", tab: 7, url: "https://www.awin1.com/x", at: 1764500000123 });
});

test("of tabs that end like a sign-in only the one that the core waits for is closed", async () => {
  const returned = onRequest.get("*://*/*oauth/returned?*");
  const visit = (tabId, answer, frameId = 0) => {
    answers.signInReturned = answer;
    return returned({ frameId, tabId, url: `https://portal.example/oauth/returned?state=${tabId}` });
  };
  await visit(7, []);
  await visit(8, [{ type: "reply" }], 1);
  assert.deepEqual(closed, []);
  await visit(9, [{ type: "reply" }]);
  assert.deepEqual(closed, [9]);
  const heard = told.filter(({ type }) => type === "signInReturned");
  assert.deepEqual(heard.map(({ url }) => url.at(-1)), ["7", "9"]);
});

// What the background adds to an event before the core is told.
import assert from "node:assert/strict";
import test from "node:test";
import { fakeBrowser } from "./fake-browser.js";
import { told } from "./fake-core.js";

const listened = () => ({ addListener: () => {}, removeListener: () => {} });
/** A network's cookie lies in one container's jar only. */
const JARS = { "firefox-default": ["theme"], "firefox-container-1": ["im_ref"] };
const { runtime, i18n } = fakeBrowser();
const onMessage = new Set();
globalThis.browser = {
  i18n,
  runtime: {
    ...runtime, getURL: (path) => `moz-extension://us/${path}`, onInstalled: listened(), onStartup: listened(),
    onMessage: { addListener: (listener) => onMessage.add(listener) },
  },
  alarms: { onAlarm: listened() },
  permissions: { contains: async () => true, onAdded: listened(), onRemoved: listened() },
  storage: { session: { get: async () => ({}), set: async () => {} } },
  webRequest: { onBeforeRequest: listened(), onBeforeRedirect: listened() },
  cookies: {
    getAll: async ({ storeId = "firefox-default" }) => JARS[storeId].map((name) => ({ name, value: "secret" })),
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

test("a page is reported with the names of the cookies that lie in its own tab's jar", async () => {
  assert.deepEqual((await seen({ id: 7, cookieStoreId: "firefox-container-1" })).cookies, ["im_ref"]);
  assert.deepEqual((await seen({ id: 7, cookieStoreId: "firefox-default" })).cookies, ["theme"]);
});

test("where tabs have no jar of their own, as in Chrome, the only one is looked into", async () => {
  assert.deepEqual((await seen({ id: 7 })).cookies, ["theme"]);
});

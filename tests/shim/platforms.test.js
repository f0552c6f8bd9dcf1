// One package for all: what the extension calls is there in every browser that the manifest lets it into, by Mozilla's tables.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import test from "node:test";
import { readExtension } from "./fake-browser.js";

const root = (path) => new URL(`../../${path}`, import.meta.url);
const table = new URL("../node_modules/@mdn/browser-compat-data/data.json", import.meta.url);
const { api } = JSON.parse(readFileSync(table, "utf8")).webextensions;
const manifest = JSON.parse(readFileSync(root("manifest.json"), "utf8"));
const { gecko, gecko_android: android } = manifest.browser_specific_settings;

const LEAST = {
  chrome: manifest.minimum_chrome_version,
  edge: manifest.minimum_chrome_version,
  firefox: gecko.strict_min_version,
  firefox_android: android.strict_min_version,
};

/** What is asked for before it is called, or caught, and what happens then. */
const MISSING = {
  "identity.getRedirectURL in firefox_android": "the portal's own page is named",
  "identity.launchWebAuthFlow in firefox_android": "the sign-in opens in a tab",
  "storage.managed in firefox_android": "an organisation has laid down nothing",
};

/** The functions and events that are named, whatever they are called by: `browser.tabs.get`, `tabs.get`, `notifications?.create`. */
function named() {
  const spaces = Object.keys(api).join("|");
  const call = new RegExp(`(?<![\\w"'./-])(?:browser\\??\\.)?(${spaces})\\??\\.(\\w+)`, "g");
  const files = readdirSync(root("extension")).filter((file) => file.endsWith(".js"));
  const found = files.flatMap((file) => [...readExtension(file).matchAll(call)].map(([, space, name]) => [space, name]));
  return new Set(found.filter(([space, name]) => api[space][name]?.__compat).map((path) => path.join(".")));
}

/** Is it there from `least` on? */
function isThere(path, browser, least) {
  const [space, name] = path.split(".");
  const told = [api[space][name].__compat.support[browser]].flat()[0];
  const [added, removed] = [told.version_added, told.version_removed].map((version) => parseInt(version, 10));
  return Boolean(told.version_added) && !removed && !(added > parseInt(least, 10));
}

test("what the extension calls is there in every browser that may install it", () => {
  const paths = [...named()];
  for (const path of ["tabs.create", "scripting.executeScript", "storage.session"]) assert.ok(paths.includes(path), path);
  const missing = Object.entries(LEAST).flatMap(([browser, least]) =>
    paths.filter((path) => !isThere(path, browser, least)).map((path) => `${path} in ${browser}`),
  );
  assert.deepEqual(missing.sort(), Object.keys(MISSING).sort());
});

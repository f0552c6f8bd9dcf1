// What leaves the browser before what we stored does: whoever dies in between leaves the shopper something to delete again.
import { browser } from "./ext.js";
import { SEARCHES } from "./search-pages.js";

/** What each way of announcing offers needs. */
const NEEDS = { card: { origins: ["*://*/*"] }, toolbar: { permissions: ["webNavigation"] } };

/** @param {string | null} keep */
export async function releaseAllBut(keep) {
  for (const [mode, needs] of Object.entries(NEEDS)) if (mode !== keep) await browser.permissions.remove(needs);
}

/** No script of ours runs any more, no permission and no choice of the shopper's stays. */
export async function leave() {
  const { scripting, storage } = browser;
  await scripting.unregisterContentScripts();
  await releaseAllBut(null);
  for (const needs of [SEARCHES, { permissions: ["cookies", "notifications"] }]) await browser.permissions.remove(needs);
  await Promise.all([storage.session.clear(), storage.local.clear()]);
  // A browser may not let us share anything: then there is nothing of ours.
  await storage.sync.clear().catch((/** @type {unknown} */ error) => console.error("sync.failed", error));
}

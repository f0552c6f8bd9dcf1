// Choices that the shopper's other browsers take over, by way of the browser's own account: off until switched on. Only the
// core says what of the settings travels.
import { browser } from "./ext.js";
import { shared } from "./core/pages.js";
import { travelling } from "./kept.js";

/**
 * Leaves these settings for the other browsers, before they are taken up here: what is there counts.
 * @param {import("./client.js").Settings} settings
 */
export async function leave(settings) {
  if ((await travelling()).sharing) await browser.storage.sync.set({ choices: shared(JSON.stringify(settings)) });
}

/** Switched on, what others have left comes first. @param {boolean} on @param {import("./client.js").Settings} settings */
export async function share(on, settings) {
  await browser.storage.local.set({ sharing: on });
  if (on && !(await travelling()).choices) await leave(settings);
}

// Choices that the shopper's other browsers take over, by way of the browser's own account: off until switched on. Only the
// core says what of the settings travels.
import { browser } from "./ext.js";
import { shared } from "./core/pages.js";

/** May choices travel? Known to this browser alone. */
export const isSharing = async () => Boolean((await browser.storage.local.get("sharing")).sharing);

/** What other browsers have left; empty for nothing, or while nothing may travel. @returns {Promise<string>} */
export async function joined() {
  if (!(await isSharing())) return "";
  const { choices } = await browser.storage.sync.get("choices");
  return typeof choices === "string" ? choices : "";
}

/**
 * Leaves these settings for the other browsers, before they are taken up here: what is there counts.
 * @param {import("./client.js").Settings} settings
 */
export async function leave(settings) {
  if (await isSharing()) await browser.storage.sync.set({ choices: shared(JSON.stringify(settings)) });
}

/** Switched on, what others have left comes first. @param {boolean} on @param {import("./client.js").Settings} settings */
export async function share(on, settings) {
  await browser.storage.local.set({ sharing: on });
  if (on && !(await joined())) await leave(settings);
}

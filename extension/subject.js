// The tab that the popup speaks about, looked for while the rest of it is being fetched.
import { browser } from "./ext.js";

/** The one it hangs on, or the one its own address names. */
async function look() {
  const named = new URLSearchParams(location.search).get("tab");
  const { tabs } = browser;
  const [tab] = named ? [await tabs.get(Number(named))] : await tabs.query({ active: true, currentWindow: true });
  return { tab: tab.id, url: tab.url ?? null };
}

/** @type {Promise<{tab: number | null, url: string | null}>} */
export const subject = look().catch(() => ({ tab: null, url: null }));

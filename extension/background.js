// Listeners first, and all of them at once: a browser wakes us only for what was registered in the first turn.
// Events go to the core, its effects to effects.js. Nothing here lives longer than one waking.
import { browser } from "./ext.js";
import { inOrder } from "./effects.js";
import { counted, coreWakes, navigated } from "./gate.js";
import { HOPS, RETURN } from "./hops.js";
import { writeDownRequests } from "./requests.js";
import { eventFrom } from "./sender.js";
import init, { boot, handle } from "./core/core.js";

/** @type {Promise<void> | null} */
let waking = null;
/** @type {{memory: WebAssembly.Memory} | null} */
let core = null;
const carryOut = inOrder((event) => report(event), () => (waking = null));
writeDownRequests();

const report = counted(async (/** @type {any} */ event) => {
  try {
    waking ??= wake().catch(wake); // what fails once may not fail twice, and some events come once only
    await waking;
    return { ...(await carryOut(handle(event))), memory: core?.memory.buffer.byteLength };
  } catch (error) {
    // Without a core there is no offer, no activation, no request; the next event tries again.
    const code = /** @type {any} */ (error)?.code ?? "core.failed";
    console.error(code, error);
    if (code !== "event.unknown") waking = null;
    return { error: code };
  }
});

async function wake() {
  coreWakes();
  const module = browser.runtime.getURL("core/core_bg.wasm");
  const [kept, granted, exports] = await Promise.all([
    browser.storage.session.get(["session", "access"]),
    grantedNow(),
    init({ module_or_path: module }),
  ]);
  core = exports;
  const session = kept.session ?? crypto.randomUUID();
  if (!kept.session) await browser.storage.session.set({ session });
  await boot(browser.runtime.getURL(""), kept.access ?? null, carryOut);
  const redirect = browser.identity?.getRedirectURL("cb") ?? "";
  await carryOut(handle({ type: "started", session, granted, redirect }));
}

async function grantedNow() {
  const [sites, navigation, cookies] = await Promise.all([
    browser.permissions.contains({ origins: ["*://*/*"] }),
    browser.permissions.contains({ permissions: ["webNavigation"] }),
    browser.permissions.contains({ permissions: ["cookies"] }),
  ]);
  return { sites, navigation, cookies };
}

browser.runtime.onInstalled.addListener((/** @type {any} */ { reason }) => {
  if (reason === "install" || reason === "update") report({ type: "installed", first: reason === "install" });
});
browser.runtime.onStartup.addListener(() => report({ type: "alarmRang" }));
browser.alarms.onAlarm.addListener(async () => {
  // Should nothing come of this one, there is another.
  browser.alarms.create("again", { delayInMinutes: 15 });
  const { error } = await report({ type: "alarmRang" });
  if (!error) browser.alarms.clear("again");
});

browser.runtime.onMessage.addListener((/** @type {any} */ message, /** @type {any} */ sender, /** @type {any} */ reply) => {
  const event = eventFrom(message, sender);
  if (!event) return false;
  withCookies(event, sender.tab?.cookieStoreId).then(report).then(reply);
  return true;
});

/**
 * A store's page is reported with the names of its cookies, where the shopper allows that. Their values go nowhere.
 * @param {any} event @param {string} [storeId] the jar of its tab
 */
async function withCookies(event, storeId) {
  if (event.type !== "pageSeen") return event;
  // Once the permission is gone, Chrome throws at the call.
  const read = async () => browser.cookies?.getAll({ url: event.url, storeId });
  const found = (await read().catch(() => [])) ?? [];
  return { ...event, cookies: found.map((/** @type {any} */ { name }) => name) };
}

// Without site access the browser forgets those of the hops, without its permission the others do not exist: all
// are registered at every start, and again when the shopper has granted something.
const onHop = (/** @type {any} */ { tabId: tab, url, timeStamp }) =>
  report({ type: "hopSeen", tab, url, at: Math.floor(timeStamp) });
const onHopLed = (/** @type {any} */ { tabId: tab, url, redirectUrl: to }) => report({ type: "hopLed", tab, url, to });
const onNavigationStarted = (/** @type {any} */ { frameId, tabId, url }) => {
  if (frameId === 0) navigated({ type: "navigationStarted", tab: tabId, url }, report);
};
const arrived = (/** @type {any} */ { tabId: tab, url, transitionType: transition, transitionQualifiers: qualifiers }) =>
  navigated({ type: "navigationCommitted", tab, url, transition, qualifiers }, report);
/** What a page called itself last while we look at what it called itself before, or null. @type {Map<number, any>} */
const changing = new Map();
const onNavigationCommitted = (/** @type {any} */ how) => {
  if (how.frameId !== 0) return;
  if (changing.has(how.tabId)) changing.set(how.tabId, null);
  arrived(how);
};
/** However often a page changes its address: one at a time, and the last one counts. @param {any} how */
const onAddressChanged = async (how) => {
  const { frameId, tabId } = how;
  if (frameId !== 0) return;
  const isBusy = changing.has(tabId);
  changing.set(tabId, how);
  if (isBusy) return;
  for (let last = how; last; last = changing.get(tabId)) {
    changing.set(tabId, null);
    await arrived(last);
  }
  changing.delete(tabId);
};
const onTabOpened = (/** @type {any} */ { tabId, sourceTabId }) =>
  report({ type: "tabOpened", tab: tabId, from: sourceTabId });

/** A sign-in in a tab has come back, perhaps; the core knows. Then the tab has done its work. */
const onReturned = async (/** @type {any} */ { frameId, tabId, url }) => {
  if (frameId !== 0) return;
  const { seen, full } = /** @type {import("./client.js").Answer} */ (await report({ type: "signInReturned", url }));
  if (seen && !full) await browser.tabs.remove(tabId);
};

const onNotificationClicked = (/** @type {string} */ store) => report({ type: "storeChosen", store });

function listenWherePermitted() {
  const { notifications, webNavigation, webRequest } = browser;
  const hops = { urls: HOPS, types: ["main_frame"] };
  webRequest.onBeforeRequest.removeListener(onHop);
  webRequest.onBeforeRequest.addListener(onHop, hops);
  webRequest.onBeforeRedirect.removeListener(onHopLed);
  webRequest.onBeforeRedirect.addListener(onHopLed, hops);
  if (!browser.identity) {
    webRequest.onBeforeRequest.removeListener(onReturned);
    webRequest.onBeforeRequest.addListener(onReturned, { urls: [`*://*/*${RETURN}?*`], types: ["main_frame"] });
    webNavigation?.onCommitted.addListener(onReturned, { url: [{ pathSuffix: RETURN }] });
  }
  notifications?.onClicked.addListener(onNotificationClicked);
  webNavigation?.onBeforeNavigate.addListener(onNavigationStarted);
  webNavigation?.onCommitted.addListener(onNavigationCommitted);
  webNavigation?.onHistoryStateUpdated.addListener(onAddressChanged);
  webNavigation?.onCreatedNavigationTarget.addListener(onTabOpened);
}
listenWherePermitted();

const onPermissions = async () => {
  listenWherePermitted();
  // Firefox lets a listener that came with a permission wake us only after one more start: this makes sure of one.
  browser.alarms.create("listen", { delayInMinutes: 1 });
  await report({ type: "permissionsChanged", granted: await grantedNow() });
};
browser.permissions.onAdded.addListener(onPermissions);
browser.permissions.onRemoved.addListener(onPermissions);

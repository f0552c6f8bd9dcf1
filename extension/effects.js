// Carries out what the core decided: one function an effect, one switch, no decision of its own.
import { cardWords } from "./card-words.js";
import { browser } from "./ext.js";
import { keepIdle } from "./gate.js";
import { notify } from "./notify.js";
import { leave, releaseAllBut } from "./wiping.js";

const SCRIPTS = { card: "content.js", labels: "labels.js" };
const CARD = ["card-style.js", "card-guard.js", "card.js"];
/**
 * Carries out the effects of one event after those of the other, in the order in which the core hands them out, which is not
 * always that of the events: what it found out by itself meanwhile is older than the answer to a later event. Drawing a button
 * takes the browser several steps, and an older drawing must never end on top of a newer one.
 * @param {(event: any) => Promise<any>} report
 * @param {() => void} sleep the next event wakes the core anew
 * @returns {(effects: any[] | Promise<any[]>) => Promise<{seen?: boolean, full?: boolean, labels?: any[], error?: string}>}
 */
export function inOrder(report, sleep) {
  let last = Promise.resolve({});
  return async (effects) => {
    const list = await effects;
    const done = last.then(() => carryOut(list, report, sleep));
    last = done.catch(() => ({}));
    return done;
  };
}

/**
 * @param {any[]} effects
 * @param {(event: any) => Promise<any>} report
 * @param {() => void} sleep
 * @returns {Promise<{seen?: boolean, full?: boolean, labels?: any[]}>} what the sender of the event is answered
 */
async function carryOut(effects, report, sleep) {
  const answer = {};
  for (const effect of effects) await carryOutOne(effect, report, sleep, answer);
  return answer;
}

/** @param {any} effect @param {(event: any) => Promise<any>} report @param {() => void} sleep @param {any} answer */
async function carryOutOne(effect, report, sleep, answer) {
  switch (effect.type) {
    case "setIcon":
      return unlessGone(setIcon(effect));
    case "showCard":
      return tell(effect.tab, { type: "card", card: cardWords(effect.card) }, report);
    case "hideCard":
      return tell(effect.tab, { type: "hide" }, report);
    case "go":
      await unlessGone(browser.tabs.update(effect.tab, { url: effect.url }));
      return void report({ type: "went", click: effect.click });
    case "openTab":
      return void browser.tabs.create({ url: new URL(effect.url, browser.runtime.getURL("")).href });
    case "watch":
      return watchAll(effect, report);
    case "setAlarm":
      return browser.alarms.create({ when: effect.at });
    case "launchSignIn":
      return void signIn(effect.url, report);
    case "reply":
      answer.seen = true;
      return;
    case "notSaved":
      answer.full = true;
      return;
    case "replyLabels":
      answer.labels = effect.labels;
      return;
    case "notify":
      return unlessGone(notify(effect));
    case "viewChanged":
      return void unlessGone(browser.runtime.sendMessage({ type: "viewChanged" }));
    case "releasePermissions":
      return releaseAllBut(effect.keep).catch((error) => console.error("release.failed", error));
    case "idle":
      return keepIdle(effect);
    case "beginAnew":
      // What was on its way when that was done before may have come since.
      await leave().catch((error) => console.error("leave.failed", error));
      sleep();
      return void unlessGone(browser.runtime.sendMessage({ type: "viewChanged", anew: effect.is_done }));
    case "keepAccess":
      return browser.storage.session.set({ access: effect.access });
    default:
      throw new Error(`effect.unknown: ${effect.type}`);
  }
}

/** What each tab was told last. @type {Map<number, Promise<void>>} */
const told = new Map();

/**
 * One message after the other, because a page that has no card yet takes longer. A page that hangs does not answer, and
 * must hold up nothing but itself.
 * @param {number} tab @param {object} message @param {(event: any) => Promise<any>} report
 */
function tell(tab, message, report) {
  const before = told.get(tab) ?? Promise.resolve();
  const done = before.then(() => deliver(tab, message)).catch(() => report({ type: "pageGone", tab }));
  told.set(tab, done);
  done.then(() => told.get(tab) === done && told.delete(tab));
}

/** A listed store's page says when the card's own script is not there yet. @param {number} tab @param {object} message */
async function deliver(tab, message) {
  const answer = await browser.tabs.sendMessage(tab, message, { frameId: 0 });
  if (answer !== "cardMissing") return;
  await browser.scripting.executeScript({ target: { tabId: tab, frameIds: [0] }, files: CARD });
  await browser.tabs.sendMessage(tab, message, { frameId: 0 });
}

/** @param {{tab: number, icon: string, badge: string}} effect */
async function setIcon({ tab, icon, badge }) {
  const path = { 16: `icons/${icon}-16.png`, 32: `icons/${icon}-32.png`, 48: `icons/${icon}-48.png` };
  const { action } = browser;
  await action.setIcon({ tabId: tab, path });
  await action.setBadgeBackgroundColor({ tabId: tab, color: "#0b6b53" });
  await action.setBadgeTextColor({ tabId: tab, color: "#ffffff" });
  await action.setTitle({ tabId: tab, title: badge ? `Pointback ${badge}` : "Pointback" });
  await action.setBadgeText({ tabId: tab, text: badge });
}

/** Should it fail, the next waking tries again. @param {any} effect @param {(event: any) => Promise<any>} report */
async function watchAll({ sites, searches, wanted }, report) {
  try {
    await watch("card", sites);
    await watch("labels", searches);
    void report({ type: "watched", wanted });
  } catch (error) {
    console.error("watch.failed", error);
  }
}

/**
 * The browser itself matches these pages from now on; on every other page no code of ours runs.
 * @param {keyof typeof SCRIPTS} id @param {string[]} matches
 */
async function watch(id, matches) {
  const { scripting } = browser;
  const [registered] = await scripting.getRegisteredContentScripts({ ids: [id] });
  const script = { id, js: [SCRIPTS[id]], matches, runAt: "document_idle" };
  if (matches.length === 0) return registered && scripting.unregisterContentScripts({ ids: [id] });
  // Taken away and registered anew, a page that opens between the two would get none.
  return registered ? scripting.updateContentScripts([script]) : scripting.registerContentScripts([script]);
}

/** In a tab where the browser has no window for it (background.js sees it return). @param {string} url @param {(event: any) => Promise<any>} report */
async function signIn(url, report) {
  const { identity, tabs } = browser;
  if (!identity) return void tabs.create({ url });
  try {
    await report({ type: "signInReturned", url: await identity.launchWebAuthFlow({ url, interactive: true }) });
  } catch (error) {
    console.info("signIn.closed", error);
  }
  await report({ type: "signInClosed", url });
}

/** A tab may close, a page may go, no surface may be open: then there is nobody left to tell. @param {Promise<any>} done */
async function unlessGone(done) {
  try {
    await done;
  } catch (error) {
    console.debug("receiver.gone", error);
  }
}

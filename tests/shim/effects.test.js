// Effects of one event after those of the other, whatever the browser takes its time for.
import assert from "node:assert/strict";
import test from "node:test";

const never = new Promise(() => {});
/** @type {string[]} */
let drawn = [];
/** How long each call for an icon takes, by its order. @type {Promise<void>[]} */
let icons = [];

let registers = true;
/** What was done to pages, in order, and how they answer. @type {string[]} */
let done = [];
/** @type {(message: any) => Promise<any>} */
let answer = () => never;

globalThis.chrome = /** @type {any} */ ({
  i18n: { getMessage: (/** @type {string} */ key) => key, getUILanguage: () => "en" },
  runtime: { id: "ours", getURL: (/** @type {string} */ path) => path, sendMessage: () => never },
  tabs: {
    sendMessage: (/** @type {number} */ tab, /** @type {any} */ message) => {
      done.push(`${message.type} ${tab}`);
      return answer(message);
    },
  },
  scripting: {
    getRegisteredContentScripts: async (/** @type {any} */ { ids }) => (registers ? [{ id: ids[0] }] : Promise.reject(new Error("busy"))),
    updateContentScripts: async (/** @type {any} */ [{ id }]) => void done.push(`update ${id}`),
    unregisterContentScripts: async (/** @type {any} */ { ids }) => void done.push(`end ${ids}`),
    executeScript: async (/** @type {any} */ { target, files }) => void done.push(`${files} ${target.tabId}`),
  },
  action: {
    setIcon: () => icons.shift() ?? Promise.resolve(),
    setBadgeBackgroundColor: async () => {},
    setBadgeTextColor: async () => {},
    setTitle: async () => {},
    setBadgeText: async (/** @type {{text: string}} */ { text }) => void drawn.push(text),
  },
});
const { inOrder } = await import("../../extension/effects.js");

const CARD = { offer: { id: "0:7", name: "Store" }, step: { step: "ready" }, site: "s", corner: "topEnd", folded: false };
const settled = () => new Promise(setImmediate);

const button = (/** @type {string} */ badge) => ({ type: "setIcon", tab: 7, icon: "lit", badge });

test("an older drawing never ends on top of a newer one", async () => {
  /** @type {() => void} */
  let finish = () => {};
  icons = [new Promise((resolve) => (finish = resolve))];
  drawn = [];
  const carryOut = inOrder(async () => ({}));
  const older = carryOut(Promise.resolve([button("")]));
  const newer = carryOut([button("3%")]);
  await Promise.resolve();
  finish();
  await Promise.all([older, newer]);
  assert.deepEqual(drawn, ["", "3%"]);
});

test("what the core found out while an event waited for it is older than the answer to that event", async () => {
  drawn = [];
  const carryOut = inOrder(async () => ({}));
  /** @type {(effects: any[]) => void} */
  let hand = () => {};
  const asked = carryOut(new Promise((resolve) => (hand = resolve)));
  const found = carryOut([button("")]);
  await settled();
  hand([button("10%")]);
  await Promise.all([asked, found]);
  assert.deepEqual(drawn, ["", "10%"]);
});

test("an event that the core refuses, and a page that never answers, hold up nothing", async () => {
  drawn = [];
  const carryOut = inOrder(async () => ({}));
  const refused = carryOut(Promise.reject(new Error("event.unknown")));
  const told = carryOut([{ type: "showCard", tab: 7, card: CARD }, { type: "hideCard", tab: 7 }, { type: "viewChanged" }]);
  const asked = carryOut([button("10%"), { type: "reply" }]);
  await assert.rejects(refused, /event.unknown/);
  assert.deepEqual(await told, {});
  assert.deepEqual(await asked, { seen: true });
  assert.deepEqual(drawn, ["10%"]);
});

test("the card's script goes into a listed page when there is something to draw, once, and before what comes next", async () => {
  let hasCard = false;
  answer = async ({ type }) => {
    const isMissing = type === "card" && !hasCard;
    hasCard ||= isMissing;
    return isMissing ? "cardMissing" : undefined;
  };
  done = [];
  const carryOut = inOrder(async () => ({}));
  const show = { type: "showCard", tab: 8, card: CARD };
  await carryOut([show, { type: "hideCard", tab: 8 }, show]);
  await settled();
  assert.deepEqual(done, ["card 8", "card-style.js,card-guard.js,card.js 8", "card 8", "hide 8", "card 8"]);
});

test("a page that is not listed gets no script", async () => {
  answer = () => Promise.reject(new Error("Could not establish connection. Receiving end does not exist."));
  done = [];
  /** @type {any[]} */
  const reported = [];
  await inOrder(async (event) => reported.push(event))([{ type: "showCard", tab: 9, card: CARD }]);
  await settled();
  assert.deepEqual(done, ["card 9"]);
  assert.deepEqual(reported, [{ type: "pageGone", tab: 9 }], "the core hears that nobody is there");
});

const LAUNCH = { type: "launchSignIn", url: "https://portal.example/oauth/authorize?state=x" };

test("a sign-in that came back is told first, and then that its window is gone", async () => {
  /** @type {any[]} */
  const events = [];
  const report = async (/** @type {any} */ event) => void events.push(event);
  for (const ends of [async () => "https://ours/cb?code=1", () => Promise.reject(new Error("closed"))]) {
    globalThis.chrome.identity = { launchWebAuthFlow: ends };
    await inOrder(report, () => {})([LAUNCH]);
    await settled();
  }
  const closed = { type: "signInClosed", url: LAUNCH.url };
  assert.deepEqual(events, [{ type: "signInReturned", url: "https://ours/cb?code=1" }, closed, closed]);
});

test("where the browser has no window for it, a sign-in opens in a tab, and nothing says that it was closed", async () => {
  /** @type {any[]} */
  const events = [];
  /** @type {any[]} */
  const opened = [];
  globalThis.chrome.identity = undefined;
  globalThis.chrome.tabs.create = async (/** @type {any} */ how) => void opened.push(how);
  await inOrder(async (event) => void events.push(event), () => {})([LAUNCH]);
  await settled();
  assert.deepEqual([opened, events], [[{ url: LAUNCH.url }], []]);
});

test("what is registered is reported after it is, and what fails is not, and stops nothing", async () => {
  /** @type {any[]} */
  const reported = [];
  done = [];
  const carryOut = inOrder(async (event) => void reported.push([...done, event]));
  const order = { type: "watch", sites: ["*://*.a.example/*"], searches: [], wanted: "w" };
  registers = false;
  assert.deepEqual(await carryOut([order, { type: "reply" }]), { seen: true });
  assert.deepEqual([done, reported], [[], []]);
  registers = true;
  await carryOut([order]);
  const steps = ["update card", "end labels"];
  assert.deepEqual(reported, [[...steps, { type: "watched", wanted: "w" }]]);
});

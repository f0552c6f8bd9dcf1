import assert from "node:assert/strict";
import test from "node:test";
import vm from "node:vm";
import { figuresFor } from "../../extension/figures.js";
import { fakeBrowser, readExtension, translator } from "./fake-browser.js";
import { fakePage } from "./fake-page.js";

const PAGE = "https://store.example/shoes?size=9";
const OFFER = {
  id: "0:7",
  name: "Store",
  rate: { kind: "percent", fraction: "0.0800", upTo: true },
  other: { kind: "pointsPer", points: "8", programme: "Membership Rewards", upTo: true },
  lowest: { kind: "percent", fraction: "0.0250", upTo: false },
  was: { kind: "percent", fraction: "0.0400", upTo: false },
  boostEnds: Date.UTC(2026, 10, 30, 12),
  example: {
    spend: { kind: "amount", amount: "100.00", currency: "USD" },
    cash: { kind: "amount", amount: "8.00", currency: "USD" },
    points: { kind: "points", points: "800", programme: "Membership Rewards" },
  },
  condition: "Not on gift cards.",
};
const READY = { step: "ready" };

/** Runs the script on a page, as the browser does. */
function visit({ language = "en", send } = {}) {
  const events = [];
  const answer = async (event) => {
    events.push(structuredClone(event));
    return send ? send(event) : {};
  };
  const browser = fakeBrowser({ language, send: answer });
  const page = fakePage(PAGE);
  vm.runInNewContext(readExtension("content.js"), { ...page, browser });
  const host = () => page.root.children[0];
  return {
    ...page,
    events,
    host,
    show: (offer, step = READY) => browser.deliver({ type: "card", card: { offer, step } }),
    hide: () => browser.deliver({ type: "hide" }),
    lines: () => host().all((node) => node.name === "p").map((node) => node.textContent),
    buttons: () => host().all((node) => node.name === "button"),
    click: (label, isTrusted = true) =>
      host().all((node) => node.name === "button" && node.textContent === label)[0].listeners.click({ isTrusted }),
    press: (key) => host().all((node) => node.name === "section")[0].onkeydown({
      key, isTrusted: true, stopPropagation() {},
    }),
  };
}

test("a page is reported once, and again when it comes back from the back-forward cache", () => {
  const page = visit();
  page.listeners.pageshow({ persisted: false });
  assert.deepEqual(page.events, [{ type: "pageSeen", url: PAGE, referrer: "" }]);
  page.listeners.pageshow({ persisted: true });
  assert.equal(page.events.length, 2);
});

test("what a page strips from its address is reported all the same, and later addresses too", () => {
  const events = [];
  const page = fakePage(`${PAGE}&awc=1`);
  Object.assign(page.location, { href: PAGE });
  const browser = fakeBrowser({ send: async (event) => events.push(event.url) });
  vm.runInNewContext(readExtension("content.js"), { ...page, browser });
  page.listeners.currententrychange();
  Object.assign(page.location, { href: "https://store.example/checkout", pathname: "/checkout" });
  page.listeners.currententrychange();
  page.listeners.currententrychange();
  assert.deepEqual(events, [`${PAGE}&awc=1`, "https://store.example/checkout"]);
});

test("a page that is prepared ahead is reported when it is shown", () => {
  const events = [];
  const page = fakePage(PAGE);
  page.document.prerendering = true;
  const browser = fakeBrowser({ send: async (event) => events.push(event.type) });
  vm.runInNewContext(readExtension("content.js"), { ...page, browser });
  assert.deepEqual(events, ["pageSeen"], "for what its address proves");
  page.listeners.prerenderingchange();
  assert.deepEqual(events, ["pageSeen", "pageSeen"]);
});

test("an element of the page that is called `browser` does not get in the way", () => {
  const chrome = fakeBrowser({ send: async (event) => events.push(event.type) });
  const events = [];
  vm.runInNewContext(readExtension("content.js"), { ...fakePage(PAGE), browser: { id: "browser" }, chrome });
  assert.deepEqual(events, ["pageSeen"]);
});

test("nothing is in the page before the core says so, and nothing after", () => {
  const page = visit();
  assert.equal(page.host(), undefined);
  page.show(OFFER);
  assert.equal(page.host().shadowMode, "closed");
  assert.deepEqual(page.host().attributes, {});
  page.hide();
  assert.equal(page.host(), undefined);
});

for (const language of ["en", "de", "ar"]) {
  test(`the card writes figures as our other surfaces do (${language})`, () => {
    const page = visit({ language });
    page.show(OFFER);
    const getMessage = translator(language);
    const isolate = (value) => (language === "ar" ? `\u2068${value}\u2069` : value);
    const t = (key, ...values) => getMessage(key, values.map(isolate));
    const figures = figuresFor(language === "en" ? "en-US" : language, t);
    const [rate, other, range, boost, example, condition] = page.lines();
    assert.equal(rate, t("upToShort") + figures.headline(OFFER.rate) + figures.label(OFFER.rate));
    assert.equal(other, t("orOther", figures.rate(OFFER.other)));
    assert.equal(range, t("range", figures.headline(OFFER.lowest), figures.headline(OFFER.rate)));
    assert.equal(boost, `${t("was", figures.headline(OFFER.was))} · ${t("ends", figures.moment(OFFER.boostEnds))}`);
    assert.equal(example, figures.example(OFFER.example));
    assert.equal(condition, OFFER.condition);
    const fixed = { kind: "amount", amount: "25.00", currency: "USD", upTo: false };
    const points = { kind: "points", points: "2500", programme: "Membership Rewards", upTo: false };
    page.show({ ...OFFER, rate: fixed, other: points, lowest: null });
    assert.equal(page.lines()[0], figures.headline(fixed) + figures.label(fixed));
    assert.equal(page.lines()[1], t("orOther", figures.rate(points)));
  });
}

test("a rate that is not shown leaves the offer without figures", () => {
  const page = visit();
  page.show({ ...OFFER, rate: null, other: null, lowest: null, was: null, boostEnds: null, example: null });
  assert.equal(page.lines()[0], "The rate is not shown because the list is out of date.");
});

test("only a trusted click activates", () => {
  const page = visit();
  page.show(OFFER);
  page.click("Activate", false);
  assert.equal(page.events.length, 1);
  page.click("Activate");
  assert.deepEqual(page.events[1], { type: "activateClicked", store: "0:7", page: PAGE, via: "card" });
});

test("while a click is under way another one does nothing", () => {
  const page = visit();
  page.show(OFFER, { step: "busy" });
  page.click("Opening the store…");
  assert.equal(page.events.length, 1);
});

test("every step says what is going on", () => {
  const page = visit();
  const said = (step) => {
    page.show(OFFER, step);
    return page.host().all((node) => node.attributes.role === "status")[0].textContent;
  };
  assert.equal(said(READY), "");
  assert.match(said({ step: "signIn" }), /^Sign in in the window that opened/);
  assert.match(said({ step: "busy" }), /^Locking the rate/);
  assert.match(said({ step: "less" }), /^The rate has gone down/);
  assert.match(said({ step: "failed", code: "portal.tooMany" }), /^Too many activations/);
  assert.match(said({ step: "failed", code: "never.heard" }), /never\.heard/);
  assert.match(said({ step: "active" }), /^Activated/);
  assert.deepEqual(page.buttons().map((button) => button.textContent), ["Close"]);
});

test("the shopper can send the card away for now, for good, and by Escape", () => {
  const page = visit();
  const ways = [
    [() => page.click("Not now"), false],
    [() => page.click("Not on this site"), true],
    [() => page.press("Escape"), false],
  ];
  for (const [leave, always] of ways) {
    page.show(OFFER);
    leave();
    assert.equal(page.host(), undefined);
    assert.deepEqual(page.events.at(-1), { type: "dismissed", store: "0:7", always });
  }
});

test("a script that was cut off from its extension says so instead of throwing", async () => {
  const page = visit({
    send: async (event) => {
      if (event.type === "activateClicked") throw new Error("Extension context invalidated.");
      return {};
    },
  });
  page.show(OFFER);
  page.click("Activate");
  await new Promise(setImmediate);
  assert.ok(page.lines().includes("Pointback could not be reached. Reload this page."));
});

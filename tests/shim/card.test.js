// The two scripts that run in a store's page: the reporter, and the card that comes after it.
import assert from "node:assert/strict";
import test from "node:test";
import vm from "node:vm";
import { fakeBrowser, readExtension } from "./fake-browser.js";
import { fakePage } from "./fake-page.js";
import { CARD, PAGE, REPORTED, visit } from "./fake-visit.js";

test("a page is reported once, and again when it comes back from the back-forward cache", () => {
  const page = visit();
  page.listeners.pageshow({ persisted: false });
  assert.deepEqual(page.events, [REPORTED]);
  page.listeners.pageshow({ persisted: true });
  assert.equal(page.events.length, 2);
});

test("steps of a shop that is one page are reported, and places within a page are not", async () => {
  const events = [];
  const page = fakePage(PAGE);
  const send = async (event) => void events.push(event.url);
  vm.runInNewContext(readExtension("content.js"), { ...page, chrome: fakeBrowser({ send }) });
  for (const part of ["#/cart", "#/checkout/address", "#!/payment", "#reviews", ""]) {
    await new Promise(setImmediate);
    Object.assign(page.location, { href: PAGE + part });
    page.listeners.currententrychange();
  }
  assert.deepEqual(events.map((url) => url.slice(PAGE.length)), ["", "#/cart", "#/checkout/address", "#!/payment", "#reviews"]);
});

test("a report whose answer was lost in the back-forward cache holds up no later one", async () => {
  const events = [];
  const page = fakePage(PAGE);
  const send = (event) => (events.push(event.url), events.length === 2 ? new Promise(() => {}) : Promise.resolve({}));
  vm.runInNewContext(readExtension("content.js"), { ...page, chrome: fakeBrowser({ send }) });
  const move = async (path) => {
    Object.assign(page.location, { href: `https://store.example/${path}` });
    page.listeners.currententrychange();
    await new Promise(setImmediate);
  };
  await move("cart");
  page.listeners.pageshow({ persisted: true });
  await move("checkout");
  assert.equal(events.at(-1), "https://store.example/checkout");
});

test("what a page strips from its address is reported all the same, and later addresses too", () => {
  const events = [];
  const page = fakePage(`${PAGE}&awc=1`);
  Object.assign(page.location, { href: PAGE });
  const browser = fakeBrowser({ send: async (event) => events.push(event.url) });
  vm.runInNewContext(readExtension("content.js"), { ...page, chrome: browser });
  page.listeners.currententrychange();
  Object.assign(page.location, { href: "https://store.example/checkout", pathname: "/checkout" });
  page.listeners.currententrychange();
  page.listeners.currententrychange();
  assert.deepEqual(events, [`${PAGE}&awc=1`, "https://store.example/checkout"]);
});

test("a page that changes its address all the time is reported once at a time, and the last address counts", async () => {
  const events = [];
  /** @type {(() => void)[]} */
  const answers = [];
  const page = fakePage(PAGE);
  const send = (event) => (events.push(event.url), new Promise((done) => answers.push(() => done({}))));
  vm.runInNewContext(readExtension("content.js"), { ...page, chrome: fakeBrowser({ send }) });
  for (let at = 0; at < 10_000; at += 1) {
    Object.assign(page.location, { href: `https://store.example/${at}`, pathname: `/${at}`, search: "" });
    page.listeners.currententrychange();
  }
  assert.deepEqual(events, [PAGE, "https://store.example/0"]);
  answers[1]();
  await new Promise(setImmediate);
  assert.deepEqual(events.slice(2), ["https://store.example/9999"]);
  answers[2]();
  await new Promise(setImmediate);
  assert.equal(events.length, 3);
});

test("a page that is prepared ahead is reported when it is shown", () => {
  const events = [];
  const page = fakePage(PAGE);
  page.document.prerendering = true;
  const browser = fakeBrowser({ send: async (event) => events.push(event.type) });
  vm.runInNewContext(readExtension("content.js"), { ...page, chrome: browser });
  assert.deepEqual(events, ["pageSeen"], "for what its address proves");
  page.listeners.prerenderingchange();
  assert.deepEqual(events, ["pageSeen", "pageSeen"]);
});

test("an element of the page that is called `browser` does not get in the way", () => {
  const chrome = fakeBrowser({ send: async (event) => events.push(event.type) });
  const events = [];
  vm.runInNewContext(readExtension("content.js"), { ...fakePage(PAGE), browser: { runtime: {} }, chrome });
  assert.deepEqual(events, ["pageSeen"]);
});

test("a page of which the browser does not tell when it came came when it said so", () => {
  for (const entries of [[], [{ name: PAGE, responseStart: 0 }]]) {
    const performance = { now: () => 1500, getEntriesByType: () => entries };
    assert.deepEqual(visit({ names: { performance } }).events, [{ ...REPORTED, came: 10_000 }]);
  }
});

test("the card's script is asked for when there is something to draw, and once", () => {
  const page = visit();
  assert.equal(page.deliver({ type: "hide" }), undefined);
  assert.equal(page.deliver({ type: "card", card: CARD }), "cardMissing");
  assert.equal(page.host(), undefined);
  page.show();
  page.run("card.js");
  assert.equal(page.deliver({ type: "card", card: CARD }), undefined);
  assert.equal(page.root.children.length, 1);
});

test("on a page that is not reported the card's script does nothing", () => {
  const page = fakePage(PAGE);
  const world = vm.createContext({ ...page, chrome: fakeBrowser(), pointback: { id: "pointback" } });
  for (const file of ["card-style.js", "card-guard.js", "card.js"]) vm.runInContext(readExtension(file), world);
  world.chrome.deliver({ type: "card", card: CARD });
  assert.equal(page.root.children.length, 0);
});

test("no page can know the names of the card's colours beforehand", () => {
  const [one, other] = [visit(), visit()].map((page) => {
    page.show();
    return page.host().all((node) => node.name === "style")[0].textContent;
  });
  const names = (style) => new Set(style.match(/--[\w-]+/g));
  assert.equal(names(one).size, 8);
  assert.deepEqual([...names(one)].filter((name) => names(other).has(name)), []);
});

test("nothing is in the page before the core says so, and nothing after", () => {
  const page = visit();
  assert.equal(page.host(), undefined);
  page.show();
  assert.equal(page.host().shadowMode, "closed");
  assert.deepEqual(page.host().attributes, {});
  page.hide();
  assert.equal(page.host(), undefined);
});

test("the card says what it was given, and nothing for what is missing", () => {
  const page = visit();
  page.show();
  assert.deepEqual(page.lines(), [
    "up to8%cash back", "or 8x points", "was 4%", "Not on gift cards.", "", "A commission.",
  ]);
  page.show({ rate: null, lines: [["", "Hidden."]], condition: null, portal: "at Portal", said: "Busy." });
  assert.deepEqual(page.lines(), ["at Portal", "Hidden.", "Busy.", "A commission."]);
});

test("only a trusted click activates", () => {
  const page = visit();
  page.show();
  page.click("Activate", false);
  assert.equal(page.events.length, 1);
  page.click("Activate");
  assert.deepEqual(page.events[1], { type: "activateClicked", store: "0:7", page: PAGE, via: "card" });
});

test("while a click is under way another one does nothing, and when all is done there is nothing to press", () => {
  const page = visit();
  page.show({ isBusy: true, primary: "Opening…" });
  page.click("Opening…");
  assert.equal(page.events.length, 1);
  page.show({ isDone: true, primary: "", notNow: "Close" });
  assert.deepEqual(page.buttons(), ["8%", "Close"]);
});

test("the shopper can send the card away by button and by Escape, and nobody else can", () => {
  const page = visit();
  for (const leave of [() => page.click("Not now"), () => page.press("Escape")]) {
    page.show();
    page.click("Not now", false);
    page.press("Escape", false);
    leave();
    assert.equal(page.host(), undefined);
    assert.deepEqual(page.events.at(-1), { type: "dismissed", store: "0:7" });
  }
  assert.equal(page.events.length, 3);
});

test("silence is asked for by place and time", () => {
  const page = visit();
  page.show();
  page.click("Not on this site");
  assert.deepEqual(page.buttons(), ["8%", "1 hour", "For good", "1 hour", "For good", "Back"]);
  page.click("Back");
  page.click("Not on this site");
  page.press("Escape");
  assert.deepEqual(page.buttons(), ["8%", "Activate", "Not now", "Not on this site"], "one step back");
  page.click("Not on this site");
  const [, everywhere] = page.host().all((node) => node.attributes.role === "group");
  assert.equal(everywhere.attributes["aria-label"], "Everywhere");
  everywhere.children[0].listeners.click({ isTrusted: true, timeStamp: 1000 });
  assert.equal(page.host(), undefined);
  assert.deepEqual(page.events.at(-1), { type: "muted", site: "*", lasting: "hour" });
  page.show();
  page.click("Not on this site");
  page.host().all((node) => node.attributes.role === "group")[0].children[1].listeners.click({ isTrusted: true, timeStamp: 1000 });
  assert.deepEqual(page.events.at(-1), { type: "muted", site: "store.example", lasting: "always" });
});

for (const [direction, corners] of [
  ["ltr", ["topEnd", "topStart", "bottomStart", "bottomEnd"]],
  ["rtl", ["topStart", "topEnd", "bottomEnd", "bottomStart"]],
]) {
  test(`arrow keys move the card from corner to corner (${direction})`, () => {
    const page = visit();
    page.show({ direction, corner: corners[3] });
    const press = (key, isTrusted = true) =>
      page.labelled(CARD.move[corner]).listeners.keydown({ key, isTrusted, preventDefault() {} });
    let corner = corners[3];
    press("ArrowUp", false);
    press("Tab");
    assert.equal(page.events.length, 1);
    for (const [at, key] of ["ArrowUp", "ArrowLeft", "ArrowDown", "ArrowRight"].entries()) {
      press(key);
      corner = corners[at];
      assert.deepEqual(page.events.at(-1), { type: "cardPlaced", corner, folded: false });
      const [block, inline] = corner.match(/top|bottom|Start|End/g);
      assert.match(page.corner(), new RegExp(`inset-block-${block === "top" ? "start" : "end"}:16px`));
      assert.match(page.corner(), new RegExp(`inset-inline-${inline.toLowerCase()}:16px`));
    }
  });
}

test("dragged, the card goes to the corner where it was dropped", () => {
  const page = visit();
  page.show();
  const grip = page.labelled(CARD.move.bottomEnd);
  grip.listeners.pointerdown({ isTrusted: false });
  assert.equal(grip.onpointermove, undefined);
  grip.listeners.pointerdown({ isTrusted: true, clientX: 900, clientY: 700, pointerId: 1 });
  grip.onpointermove({ clientX: 300, clientY: 100 });
  assert.equal(page.section().style.translate, "-600px -600px");
  page.section().rect = { left: 100, top: 100 };
  grip.onlostpointercapture();
  assert.equal(page.section().style.translate, "");
  assert.deepEqual(page.events.at(-1), { type: "cardPlaced", corner: "topStart", folded: false });
  assert.ok(page.section().frames, "it glides there");
});

test("where less motion is wanted it does not glide", () => {
  const page = visit({ names: { matchMedia: (/** @type {string} */ query) => ({ matches: query.includes("reduce") }) } });
  page.show();
  page.labelled(CARD.move.bottomEnd).listeners.keydown({ key: "ArrowUp", isTrusted: true, preventDefault() {} });
  assert.equal(page.events.at(-1).corner, "topEnd");
  assert.equal(page.section().frames, undefined);
});

test("folded, the card is a pill with the rate that opens it again", () => {
  const page = visit();
  page.show();
  assert.ok(!page.section().marks.has("folded"));
  page.click("Make small");
  assert.ok(page.section().marks.has("folded"));
  assert.deepEqual(page.events.at(-1), { type: "cardPlaced", corner: "bottomEnd", folded: true });
  page.click("8%: show");
  assert.ok(!page.section().marks.has("folded"));
  assert.deepEqual(page.events.at(-1), { type: "cardPlaced", corner: "bottomEnd", folded: false });
});

test("a script that was cut off from its extension says so instead of throwing", async () => {
  const page = visit({
    send: async (event) => {
      if (event.type === "activateClicked") throw new Error("Extension context invalidated.");
      return {};
    },
  });
  page.show();
  page.click("Activate");
  await new Promise(setImmediate);
  assert.ok(page.lines().includes("Reload this page."));
});

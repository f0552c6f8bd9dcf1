// What the card says: the same words and figures as on our other surfaces, and a word for every choice of the core's.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { figuresFor } from "../../extension/figures.js";
import { fakeBrowser, messagesOf, translator } from "./fake-browser.js";

globalThis.chrome = /** @type {any} */ (fakeBrowser());
const { cardWords } = await import("../../extension/card-words.js");
const english = messagesOf("en");
const getMessage = translator("en");
const t = (key, ...values) => getMessage(key, values);
const figures = figuresFor("en-US", t);

const percent = (fraction, upTo = false) => ({ kind: "percent", fraction, upTo });
const OFFER = {
  id: "0:7", name: "Store", portal: null, opens: false,
  rate: percent("0.0800", true),
  other: { kind: "pointsPer", points: "8", programme: "Membership Rewards", upTo: true },
  lowest: percent("0.0250"),
  was: percent("0.0400"),
  boostEnds: Date.UTC(2026, 10, 30, 12),
  boostCap: { kind: "amount", amount: "20.00", currency: "USD" },
  cards: [], note: null, noteUntil: null,
  example: {
    spend: { kind: "amount", amount: "100.00", currency: "USD" },
    cash: { kind: "amount", amount: "8.00", currency: "USD" },
    points: { kind: "points", points: "800", programme: "Membership Rewards" },
  },
  condition: "Not on gift cards.",
};
const words = (offer = {}, step = { step: "ready" }) =>
  cardWords({ offer: { ...OFFER, ...offer }, step, site: "store.example", corner: "topEnd", folded: true });

test("figures are written as everywhere", () => {
  const { rate, lines, short, corner, folded, site } = words();
  assert.deepEqual(rate, ["up to", "8%", "cash back"]);
  assert.deepEqual(lines, [
    ["", t("orOther", figures.rate(OFFER.other))],
    ["", "2.5% to 8%, depending on what you buy"],
    ["boost", `was 4% · ${t("ends", figures.moment(OFFER.boostEnds))} · at most $20.00 extra`],
    ["soft", "$100 earns $8.00 or 800 points"],
  ]);
  assert.deepEqual([short, corner, folded, site], ["8%", "topEnd", true, "store.example"]);
});

test("what the shopper can stack stands below the rate, and what could void a trip while one runs", () => {
  const cards = [{ name: "My card", times: "3", category: "Shoes" }];
  const note = { note: "Amex Offer", noteUntil: Date.UTC(2026, 10, 30) };
  const stacked = words({ cards, ...note }).lines.map(([, text]) => text);
  assert.ok(stacked.includes("up to 8% cash back + 3x on My card + your note: Amex Offer until Nov 30, 2026"), String(stacked));
  const texts = (step) => words({}, { step }).lines.map(([, text]) => text);
  assert.ok(texts("active").includes(t("codesWarning")));
  assert.ok(!texts("ready").includes(t("codesWarning")));
});

test("a rate that is not shown leaves the offer without figures", () => {
  const none = { rate: null, other: null, lowest: null, was: null, boostEnds: null, example: null };
  const { rate, lines, short } = words(none);
  assert.deepEqual([rate, lines, short], [null, [["", t("rateHidden")]], "Store"]);
});

test("a name of another direction is set apart, so that it turns no figure beside it", () => {
  assert.equal(words({ name: "חנות" }).label, t("cardLabel", "\u2068חנות\u2069"));
  assert.equal(words({ portal: "متجر 24" }).portal, t("atPortal", "\u2068متجر 24\u2069"));
  assert.equal(words({ portal: "Größe & 店" }).portal, t("atPortal", "Größe & 店"));
});

test("every step says what is going on, and what can be done", () => {
  const said = (step, offer) => {
    const { said: text, primary, isBusy, isDone } = words(offer, step);
    return [text.split(".")[0], primary, isBusy, isDone];
  };
  assert.deepEqual(said({ step: "ready" }), ["", "Activate", false, false]);
  assert.deepEqual(said({ step: "signIn" }), ["Sign in on the portal page that opened", "Open sign-in again", false, false]);
  assert.deepEqual(said({ step: "busy" }), ["Locking the rate and opening the store", "Opening the store…", true, false]);
  assert.deepEqual(said({ step: "less" })[1], "Activate at this rate");
  const failed = { step: "failed", code: "portal.tooMany" };
  assert.deepEqual(said(failed), ["Too many activations in a short time", "Try again", false, false]);
  assert.match(words({}, { step: "failed", code: "never.heard" }).said, /never\.heard/);
  assert.deepEqual(said({ step: "active" }), ["Activated", "", false, true]);
  assert.deepEqual(said({ step: "ready" }, { opens: true })[1], "Open the portal's page");
});

test("the card knows every corner and every time that the core knows", () => {
  const core = (file) => readFileSync(new URL(`../../src/core/${file}`, import.meta.url), "utf8");
  const wordsOf = (file, name) => {
    const [, body] = core(file).match(new RegExp(`words!\\(${name} \\{([^}]*)\\}`));
    return [...body.matchAll(/"(\w+)" =>/g)].map((match) => match[1]);
  };
  assert.deepEqual(Object.keys(words().move).sort(), wordsOf("settings.rs", "Corner").sort());
  assert.deepEqual(words().lasting.map(([word]) => word), wordsOf("mutes.rs", "Lasting"));
  for (const word of wordsOf("governor.rs", "NoCard")) assert.ok(english[`withheld_${word}`], word);
});

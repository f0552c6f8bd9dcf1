import assert from "node:assert/strict";
import test from "node:test";
import { figuresFor } from "../../extension/figures.js";
import { translator } from "./fake-browser.js";

const speaker = (language) => {
  const getMessage = translator(language);
  return (key, ...values) => getMessage(key, values);
};
const english = figuresFor("en-US", speaker("en"));
const german = figuresFor("de", speaker("de"));
const plain = (text) => text.replace(/[\u00a0\u202f]/g, " ");

const percent = (fraction, upTo = false) => ({ kind: "percent", fraction, upTo });
const amount = (text, currency = "USD") => ({ kind: "amount", amount: text, currency });
const points = (text) => ({ kind: "points", points: text, programme: "Membership Rewards" });
const pointsPer = (text, upTo = false) => ({ kind: "pointsPer", points: text, programme: "Membership Rewards", upTo });

test("a percentage shows as many places as it has, and at most two", () => {
  const shown = ["0.1000", "0.0250", "0.0125", "0.0001", "1.0000"].map((text) => english.headline(percent(text)));
  assert.deepEqual(shown, ["10%", "2.5%", "1.25%", "0.01%", "100%"]);
});

test("a rate drops empty cents, a sum never does", () => {
  assert.equal(english.headline(amount("25.00")), "$25");
  assert.equal(english.headline(amount("25.50")), "$25.50");
  assert.equal(english.sum(amount("25.00")), "$25.00");
  assert.equal(english.sum(amount("-0.05")), "-$0.05");
});

test("sums that no binary float can hold are shown exactly", () => {
  assert.equal(english.sum(amount("90071992547409.93")), "$90,071,992,547,409.93");
  assert.equal(english.sum(amount("9007199254740993.01")), "$9,007,199,254,740,993.01");
  assert.equal(english.headline(points("9007199254740993")), "9,007,199,254,740,993");
});

test("points are multiples of the purchase, or a number with its programme", () => {
  assert.equal(english.headline(pointsPer("12.5")), "12.5x");
  assert.equal(english.label(pointsPer("12.5")), "Membership Rewards points");
  assert.equal(english.rate(pointsPer("10", true)), "up to 10x Membership Rewards points");
  assert.equal(english.sum(points("4810")), "4,810 points");
});

test("a rate reads as part of a sentence", () => {
  assert.equal(english.rate(percent("0.0800", true)), "up to 8% cash back");
  assert.equal(english.rate({ ...amount("25.00"), upTo: false }), "$25 cash back");
  assert.equal(plain(german.rate(percent("0.0250"))), "2,5 % Cashback");
});

test("the example names purchase, cash and points", () => {
  const example = { spend: amount("100.00"), cash: amount("10.00"), points: points("1000") };
  assert.equal(english.example(example), "$100 earns $10.00 or 1,000 points");
  assert.equal(english.example({ ...example, points: null }), "$100 earns $10.00");
  assert.equal(plain(german.example(example)), "100 $ bringen 10,00 $ oder 1.000 Punkte");
});

test("a calendar day is the same day in every time zone", () => {
  const before = process.env.TZ;
  try {
    for (const zone of ["Pacific/Kiritimati", "America/Los_Angeles", "UTC"]) {
      process.env.TZ = zone;
      assert.equal(english.calendarDay("2027-02-15"), "Feb 15, 2027");
    }
  } finally {
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
  }
});

test("a trailing currency of letters and a sign keeps its order in right-to-left text", () => {
  const arabic = figuresFor("ar", speaker("ar"));
  assert.match(arabic.sum(amount("10.00")), /US\$\u200e$/u);
});

test("a day that there is not keeps no page from being drawn", () => {
  const { calendarDay, moment, day } = figuresFor("en-US", (key) => key);
  for (const said of [calendarDay("soon"), calendarDay("2027-13-01"), moment(9e18), moment(-9e18), day(NaN)]) assert.equal(said, "?");
});

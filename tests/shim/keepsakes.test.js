// What the shopper keeps about a store: drawn anew at every change, around what is being typed.
import assert from "node:assert/strict";
import test from "node:test";
import { openOwnPage, settled } from "./fake-own-page.js";

const { byId, events } = openOwnPage("popup.html");
const { drawStar, keepFor, startKeeping } = await import("../../extension/keepsakes.js");
startKeeping();

const ofStore = (keepsake) => /** @type {any} */ ({ keepsake: { star: false, told: false, ...keepsake }, name: "Store" });
/** The core leaves out what is not kept. */
const saved = () => {
  const { keepsake } = events.at(-1);
  return ofStore(Object.fromEntries(Object.entries(keepsake).filter(([, value]) => value !== null)));
};
const typed = () => ["note", "note-until", "alert"].map((id) => byId(id).value);

test("what is being typed stays when something else of the store is kept", async () => {
  const store = ofStore({ site: "macys.com" });
  keepFor(store);
  byId("note").value = "Amex Offer";
  byId("note-until").value = "2026-12-24";
  byId("alert").value = "12";
  /** @type {any} */ (drawStar(store)).act("click");
  keepFor(saved());
  assert.deepEqual(typed(), ["Amex Offer", "2026-12-24", "12"]);
  byId("note-form").act("submit");
  keepFor(saved());
  assert.deepEqual(typed(), ["Amex Offer", "2026-12-24", "12"]);
  byId("alert").value = " 12.5 ";
  byId("alert-form").act("submit");
  await settled();
  assert.deepEqual(events.at(-1).keepsake, {
    site: "macys.com", star: true, told: false, note: "Amex Offer", until: Date.UTC(2026, 11, 24), least: "12.5",
  });
});

test("of two things that are kept in a row neither undoes the other", () => {
  const store = ofStore({ site: "kohls.com" });
  keepFor(store);
  const star = /** @type {any} */ (drawStar(store));
  byId("note").value = "Amex Offer";
  byId("note-form").act("submit");
  star.act("click");
  assert.deepEqual([events.at(-1).keepsake.note, events.at(-1).keepsake.star], ["Amex Offer", true]);
  star.act("click");
  assert.equal(events.at(-1).keepsake.star, false, "pressed again before it is drawn");
});

test("what was kept or struck elsewhere is shown", () => {
  keepFor(ofStore({ site: "nike.com", note: "old", until: Date.UTC(2026, 11, 1), least: "8" }));
  assert.deepEqual(typed(), ["old", "2026-12-01", "8"]);
  keepFor(ofStore({ site: "nike.com", note: "new", least: "9" }));
  assert.deepEqual(typed(), ["new", "", "9"]);
});

test("what is being typed for one store is not shown for another", () => {
  keepFor(ofStore({ site: "nike.com" }));
  byId("note").value = "Amex Offer";
  byId("note-until").value = "2026-12-24";
  byId("alert").value = "12";
  byId("note-status").textContent = "Kept.";
  keepFor(ofStore({ site: "gap.com" }));
  assert.deepEqual(typed(), ["", "", ""]);
  assert.equal(byId("note-status").textContent, "");
});

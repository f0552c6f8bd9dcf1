// A press counts when the shopper has seen what they press, and not when a page has arranged it.
import assert from "node:assert/strict";
import test from "node:test";
import { visit } from "./fake-visit.js";

/** What a page may do, and what makes the next press honest. @type {[string, (page: any) => void, number?][]} */
const deceits = [
  ["shown for less than half a second", () => {}, 499],
  ["covered by something of the page", (page) => page.see({ isVisible: false })],
  ["uncovered a moment ago", (page) => page.see({ time: 900 })],
  ["out of view", (page) => page.see({ isIntersecting: false })],
  ["moved", (page) => (page.host().rect = { top: 9 })],
  ["taken out of the top layer", (page) => (page.host().isOpen = false)],
];
for (const [what, deceive, timeStamp] of deceits) {
  test(`a press is refused while the card is ${what}, and the next honest one counts`, () => {
    const page = visit();
    page.show();
    deceive(page);
    page.click("Activate", true, timeStamp);
    assert.equal(page.events.length, 1);
    assert.ok(page.lines().includes("Press again."));
    page.click("Activate");
    assert.equal(page.events.at(-1).type, "activateClicked");
  });
}

test("what a page put elsewhere is back in its place after a press that did not count", () => {
  const page = visit();
  page.show();
  const card = page.host();
  const body = page.document.createElement("body");
  page.root.append(body);
  card.remove();
  body.append(card);
  page.click = (label) => card.all((node) => node.textContent === label)[0].listeners.click({ isTrusted: true, timeStamp: 1000 });
  page.click("Activate");
  assert.equal(page.events.length, 1);
  assert.equal(card.parent, page.root);
  page.click("Activate");
  assert.equal(page.events.at(-1).type, "activateClicked");
});

test("silence is not asked for by a press that was not meant", () => {
  const page = visit();
  page.show();
  page.click("Not on this site");
  page.see({ isVisible: false });
  page.click("1 hour");
  assert.equal(page.events.length, 1);
  assert.ok(page.host());
});

test("where the browser does not tell what covers the card, nothing of the page may be in the top layer", () => {
  const page = visit({ names: { IntersectionObserverEntry: { prototype: {} } } });
  page.show();
  /** @type {any[]} */
  let all = [{ matches: () => false, openOrClosedShadowRoot: { querySelectorAll: () => [{ matches: () => true }] } }];
  page.document.querySelectorAll = () => all;
  page.click("Activate");
  assert.equal(page.events.length, 1);
  all = [{ matches: () => false }, page.host()];
  page.click("Activate");
  assert.equal(page.events.length, 2);
});

test("the same card again changes nothing, so that its clock goes on", () => {
  const page = visit();
  page.show();
  const before = page.labelled("Activate");
  page.show();
  assert.equal(page.labelled("Activate"), before);
  page.show({ primary: "Activate all the same" });
  assert.notEqual(page.labelled("Activate all the same"), before);
});

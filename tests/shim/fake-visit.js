// A visit to a listed store: a page with our two scripts in it, as the browser and then the background run them.
import vm from "node:vm";
import { fakeBrowser, readExtension } from "./fake-browser.js";
import { fakePage } from "./fake-page.js";

export const PAGE = "https://store.example/shoes?size=9";
export const CARD = {
  id: "0:7", site: "store.example", corner: "bottomEnd", folded: false, direction: "ltr", language: "en",
  name: "Store", short: "8%", isDone: false, isBusy: false, portal: null,
  rate: ["up to", "8%", "cash back"], lines: [["", "or 8x points"], ["boost", "was 4%"]], condition: "Not on gift cards.",
  said: "", primary: "Activate", label: "Pointback: offer at Store", disclosure: "A commission.", open: "8%: show",
  fold: "Make small", notNow: "Not now", notOnThisSite: "Not on this site", back: "Back", silent: "Reload this page.", again: "Press again.",
  move: { bottomEnd: "now right", bottomStart: "now left", topEnd: "now above right", topStart: "now above left" },
  silence: [["store.example", "Here"], ["*", "Everywhere"]],
  lasting: [["hour", "1 hour"], ["always", "For good"]],
};
export const REPORTED = { type: "pageSeen", url: PAGE, referrer: "", came: 8800 };

/** Runs the scripts on a page, as the browser and then the background do. */
export function visit({ send, names = {} } = {}) {
  const events = [];
  const answer = async (event) => {
    events.push(structuredClone(event));
    return send ? send(event) : {};
  };
  const browser = fakeBrowser({ send: answer });
  const page = fakePage(PAGE);
  const world = vm.createContext({ ...page, chrome: browser, Date: { now: () => 10_000 }, ...names });
  const run = (file) => vm.runInContext(readExtension(file), world);
  run("content.js");
  const host = () => page.root.children[0];
  const all = (name) => host().all((node) => node.name === name);
  const labelled = (label) =>
    host().all((node) => node.name === "button" && [node.textContent, node.attributes["aria-label"]].includes(label))[0];
  return {
    ...page,
    events,
    run,
    host,
    deliver: browser.deliver,
    /** As effects.js does it. */
    show: (more = {}) => {
      const message = { type: "card", card: { ...CARD, ...more } };
      if (browser.deliver(message) !== "cardMissing") return;
      run("card-style.js");
      run("card-guard.js");
      run("card.js");
      browser.deliver(message);
    },
    hide: () => browser.deliver({ type: "hide" }),
    lines: () => all("p").map((node) => node.textContent),
    buttons: () => all("button").map((button) => button.textContent).filter(Boolean),
    section: () => all("section")[0],
    corner: () => all("style")[1].textContent,
    labelled,
    /** Long after it came, unless said otherwise. */
    click: (label, isTrusted = true, timeStamp = 1000) => labelled(label).listeners.click({ isTrusted, timeStamp }),
    /** What the browser tells of the card. */
    see: (seen) => page.eyes.get(host())(seen),
    press: (key, isTrusted = true) => all("section")[0].onkeydown({ key, isTrusted, stopPropagation() {} }),
  };
}

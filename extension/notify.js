// Tells the shopper what they asked to be told, where the browser may. The id of what is shown is the store's.
import { browser } from "./ext.js";
import { figuresFor } from "./figures.js";

/** @param {{store: string, name: string, rate: import("./figures.js").Rate}} effect */
export async function notify({ store, name, rate }) {
  const t = (/** @type {string} */ key, /** @type {string[]} */ ...values) => browser.i18n.getMessage(key, values);
  const figures = figuresFor(browser.i18n.getUILanguage(), t);
  await browser.notifications?.create(store, {
    type: "basic",
    iconUrl: browser.runtime.getURL("icons/lit-128.png"),
    title: t("alertTitle", name),
    message: figures.rate(rate),
  });
}

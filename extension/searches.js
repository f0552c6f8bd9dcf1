// Labels beside the results of searches: off until the shopper switches them on here, with a permission of their own.
import { change } from "./choices.js";
import { element, t } from "./draw.js";
import { browser } from "./ext.js";
import { SEARCHES } from "./search-pages.js";

/** @param {import("./client.js").View} view */
export function drawLabels({ settings, searches }) {
  const box = element("input", { type: "checkbox", id: "labels-on", checked: settings.labels && searches });
  box.addEventListener("change", async (event) => {
    if (!event.isTrusted) return;
    const labels = box.checked && (await browser.permissions.request(SEARCHES).catch(() => false));
    const { error } = await change({ labels });
    const isOn = (box.checked = error ? settings.labels : labels);
    // The card has all sites: a part of that cannot be given back.
    if (!isOn && settings.mode !== "card") await browser.permissions.remove(SEARCHES);
  });
  return element("label", {}, box, element("span", {}, t("labelsChoice")));
}

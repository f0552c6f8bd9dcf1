// What the shopper's organisation has laid down. Chrome tells it once it has read every policy, which on a busy device takes
// longer after its start than anybody waits for a page: nothing waits for it, and what was drawn without it is drawn again.
import { browser } from "./ext.js";

/** As far as it is known, in JSON; empty when there is nothing. */
export let laidDown = "";
let again = () => {};

/** @param {() => void} callback called when it has become known, or is another */
export function onLaidDown(callback) {
  again = callback;
}

/** Asks for it. */
export async function learnLaidDown() {
  const told = await asked();
  if (told === laidDown) return;
  laidDown = told;
  again();
}

async function asked() {
  try {
    const text = JSON.stringify(await browser.storage.managed.get());
    return text === "{}" ? "" : text;
  } catch {
    return ""; // how Firefox says that there is nothing
  }
}

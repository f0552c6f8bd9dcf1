// Where a click stands, in words: what is said about it, and what the button says.
import { sentence, t } from "./draw.js";

/** @typedef {import("./client.js").Step} Step */

/** @param {Step} step */
export function stepSentence(step) {
  switch (step.step) {
    case "signIn":
      return t("stepSignIn");
    case "busy":
      return t("stepBusy");
    case "less":
      return t("stepLess");
    case "failed":
      return sentence(step.code);
    default:
      return "";
  }
}

/** @param {Step} step */
export function stepLabel({ step }) {
  switch (step) {
    case "signIn":
      return t("signInAgain");
    case "busy":
      return t("activating");
    case "less":
      return t("activateLess");
    case "failed":
      return t("tryAgain");
    default:
      return t("activate");
  }
}

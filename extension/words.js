// What the card and the popup say in the same words.
import { figures, sentence, t } from "./draw.js";

/** @typedef {import("./client.js").Step} Step */

/**
 * What the shopper can stack at a store: the portal's rate, their own cards, their own note.
 * @param {import("./client.js").Offer} offer @returns {string} empty when there is nothing of the shopper's own
 */
export function stackOf({ rate, cards, note, noteUntil }) {
  const noted = note && (noteUntil ? t("stackNoteUntil", note, figures.utcDay(noteUntil)) : t("stackNote", note));
  const own = [...cards.map(({ name, times }) => t("stackCard", times, name)), ...(noted ? [noted] : [])];
  if (own.length === 0) return "";
  return (rate ? [figures.rate(rate), ...own] : own).join(" + ");
}

/** Where a click stands: what is said about it. @param {Step} step */
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

/** What the button says then. @param {Step} step */
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

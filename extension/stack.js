// What the shopper can stack at a store: the portal's rate, their own cards, their own note.
import { figures, t } from "./draw.js";

/** @param {import("./client.js").Offer} offer @returns {string} empty when there is nothing of the shopper's own */
export function stackOf({ rate, cards, note, noteUntil }) {
  const noted = note && (noteUntil ? t("stackNoteUntil", note, figures.utcDay(noteUntil)) : t("stackNote", note));
  const own = [...cards.map(({ name, times }) => t("stackCard", times, name)), ...(noted ? [noted] : [])];
  if (own.length === 0) return "";
  return (rate ? [figures.rate(rate), ...own] : own).join(" + ");
}

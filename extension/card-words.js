// What the on-page card says, in the shopper's language. The card runs in the store's page and only places texts.
import { direction, figures, language, sentence, t } from "./draw.js";
import { stackOf, stepLabel, stepSentence } from "./words.js";

/**
 * @typedef {import("./client.js").Offer} Offer
 * @typedef {"bottomEnd" | "bottomStart" | "topEnd" | "topStart"} Corner
 * @typedef {{offer: Offer, step: import("./client.js").Step, site: string, corner: Corner, folded: boolean}} Card
 */

/** @param {Card} card as the core decided */
export function cardWords({ offer, step, site, corner, folded }) {
  const { id, name, portal, rate, condition } = offer;
  const isDone = step.step === "active";
  const short = rate ? figures.headline(rate) : name;
  return {
    id, site, corner, folded, direction, language, name, short, isDone,
    portal: portal && t("atPortal", portal),
    rate: rate && [rate.upTo || offer.lowest ? t("upToShort") : "", figures.headline(rate), figures.label(rate)],
    lines: linesOf(offer, isDone),
    condition,
    said: isDone ? t("stepActive") : stepSentence(step),
    primary: isDone ? "" : offer.opens ? t("openPage") : stepLabel(step),
    isBusy: step.step === "busy",
    label: t("cardLabel", name),
    disclosure: t("disclosure"),
    open: t("openCard", short, name),
    fold: t("foldCard"),
    move: {
      bottomEnd: t("moveCard", t("corner_bottomEnd")),
      bottomStart: t("moveCard", t("corner_bottomStart")),
      topEnd: t("moveCard", t("corner_topEnd")),
      topStart: t("moveCard", t("corner_topStart")),
    },
    notNow: isDone ? t("close") : t("notNow"),
    notOnThisSite: t("notOnThisSite"),
    silence: [[site, t("muteHere")], ["*", t("muteEverywhere")]],
    lasting: [
      ["hour", t("lasting_hour")], ["day", t("lasting_day")], ["month", t("lasting_month")], ["always", t("lasting_always")],
    ],
    back: t("back"),
    silent: sentence("background.silent"),
    again: t("pressAgain"),
  };
}

/**
 * Below the rate: how each line looks, and what it says. While a trip runs, that is what could still cost it.
 * @param {Offer} offer @param {boolean} isDone @returns {[string, string][]}
 */
function linesOf(offer, isDone) {
  const { rate, other, lowest, was, boostEnds, boostCap, example } = offer;
  if (!rate) return [["", t("rateHidden")]];
  const ends = boostEnds && t("ends", figures.moment(boostEnds));
  const cap = boostCap && t("boostCap", figures.sum(boostCap));
  const boost = [was && t("was", figures.headline(was)), ends, cap].filter(Boolean).join(" · ");
  /** @type {[string, string | null | 0][]} */
  const lines = [
    ["", other && t("orOther", figures.rate(other))],
    ["", lowest && t("range", figures.headline(lowest), figures.headline(rate))],
    ["boost", boost],
    ["own", stackOf(offer)],
    ["soft", isDone ? t("codesWarning") : example && figures.example(example)],
  ];
  return lines.flatMap(([kind, text]) => (text ? [[kind, text]] : []));
}

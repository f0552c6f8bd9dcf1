// The store in the tab: its offer, the active trip, or the reason for the silence.
import { button, element, figures, icon, t } from "./draw.js";
import { stackOf, stepLabel, stepSentence } from "./words.js";

/**
 * @typedef {import("./client.js").View} View
 * @typedef {import("./client.js").Site} Site
 * @typedef {import("./client.js").Offer} Offer
 * @typedef {{activate: (store: string) => void, unmute: (site: string) => void, refresh: () => void}} Actions
 */

/** @param {Site} site @param {View} view @param {Actions} actions @returns {Node} */
export function drawSite(site, { portals }, actions) {
  if (site.state === "offer") return drawOffer(site, portals, actions);
  return site.state === "active" ? drawActive(site) : drawSilence(site, actions);
}

/** What changed, for those who listen instead of looking. @param {Site} site */
export function spoken(site) {
  if (site.state === "active") return t("activatedAt", site.offer.name);
  return site.state === "offer" ? stepSentence(site.step) : "";
}

/** @param {import("./client.js").OfferSite} site @param {View["portals"]} portals @param {Actions} actions */
function drawOffer({ offer, step, others, withheld }, portals, actions) {
  const said = stepSentence(step);
  const attributes = { id: "activate", class: "primary wide", "aria-disabled": step.step === "busy" && "true" };
  return element(
    "div",
    { class: "panel offer" },
    element("h2", { class: "store" }, element("span", {}, element("bdi", {}, offer.name))),
    offer.portal && element("p", { class: "soft" }, t("atPortal", offer.portal)),
    ...(offer.rate ? drawRate(offer, offer.rate) : [drawHidden(portals)]),
    drawStack(offer),
    offer.condition && element("p", { class: "soft" }, element("bdi", {}, offer.condition)),
    offer.opens && element("p", { class: "notice" }, icon("clock"), t("opensNote")),
    said && element("p", { class: "notice" }, icon(step.step === "failed" ? "warning" : "clock"), said),
    button(offer.opens ? t("openPage") : stepLabel(step), () => actions.activate(offer.id), attributes),
    withheld && element("p", { id: "withheld", class: "soft" }, t(`withheld_${withheld}`)),
    element("p", { class: "soft" }, t("codesWarning")),
    others.length > 0 && drawOthers(others, actions),
  );
}

/** What the other portals offer here, to compare and to choose. @param {Offer[]} others @param {Actions} actions */
function drawOthers(others, actions) {
  const line = (/** @type {Offer} */ { id, portal, opens, rate }) =>
    element(
      "li",
      { class: "row" },
      element("bdi", { class: "name" }, portal ?? ""),
      element("span", {}, rate ? figures.rate(rate) : t("rateHidden")),
      button(t(opens ? "openShort" : "activate"), () => actions.activate(id), {
        id: `activate-${id}`,
        "aria-label": t(opens ? "openAt" : "activateAt", portal ?? ""),
      }),
    );
  return element("div", { class: "others" }, element("h3", {}, t("otherPortals")), element("ul", {}, ...others.map(line)));
}

/** Rate, the other unit, range, boost and example. @param {Offer} offer @param {import("./client.js").Rate} rate */
function drawRate(offer, rate) {
  const isRange = rate.upTo || offer.lowest;
  const was = offer.was && t("was", figures.headline(offer.was));
  const cap = offer.boostCap && t("boostCap", figures.sum(offer.boostCap));
  return [
    element(
      "p",
      { class: "rate" },
      isRange && element("span", { class: "up-to" }, t("upToShort")),
      element("strong", {}, figures.headline(rate)),
      element("span", {}, figures.label(rate)),
    ),
    offer.other && element("p", { class: "other" }, t("orOther", figures.rate(offer.other))),
    offer.lowest && element("p", {}, t("range", figures.headline(offer.lowest), figures.headline(rate))),
    (was || offer.boostEnds) &&
      element("p", { class: "boost" }, was, was && offer.boostEnds && " · ", drawEnd(offer.boostEnds), cap && ` · ${cap}`),
    offer.example && element("p", { class: "soft" }, figures.example(offer.example)),
  ];
}

/** Counts down while the popup is open (`tick`). @param {number | null} at milliseconds */
function drawEnd(at) {
  if (!at) return null;
  return element("time", { "data-ends": at, datetime: new Date(at).toISOString(), title: figures.moment(at) }, ending(at));
}

/** @param {number} at */
const ending = (at) => t("endsIn", figures.left(at));

/** Time has passed: what ends is nearer. */
export function tick() {
  for (const node of document.querySelectorAll("[data-ends]")) {
    node.textContent = ending(Number(node.getAttribute("data-ends")));
  }
}

/** @param {Offer} offer */
function drawStack(offer) {
  const stack = stackOf(offer);
  return stack && element("p", { id: "stack-line", class: "stack" }, element("bdi", {}, stack));
}

/** @param {View["portals"]} portals */
function drawHidden(portals) {
  const [portal] = portals;
  const text = portals.length === 1 && portal ? t("staleSince", figures.day(portal.issued)) : t("rateHidden");
  return element("p", { class: "notice" }, icon("clock"), text);
}

/** @param {import("./client.js").ActiveSite} site */
function drawActive(site) {
  const { offer, until } = site;
  return element(
    "div",
    { class: "panel active" },
    element("h2", { class: "store" }, icon("tick"), element("span", {}, t("activatedAt", offer.name))),
    offer.rate && element("p", { class: "other" }, figures.rate(offer.rate)),
    drawStack(offer),
    offer.condition && element("p", { class: "soft" }, element("bdi", {}, offer.condition)),
    element("p", { class: "soft" }, t("codesWarning")),
    element("p", { class: "soft" }, t("activeUntil", figures.moment(until))),
    drawHealth(site),
  );
}

/** One word and one next step. @param {import("./client.js").ActiveSite} site */
function drawHealth({ until, health, light }) {
  return element(
    "p",
    { id: "health", class: `health ${light}` },
    element("strong", {}, t(`light_${light}`)),
    element("span", {}, t(`health_${health}`, figures.moment(until))),
  );
}

/** @param {import("./client.js").SilentSite} site @param {Actions} actions */
function drawSilence(site, actions) {
  const { reason, store, networks, until, session, asleep } = site;
  const name = store?.name ?? t("thisStore");
  const remedies = {
    muted: store && button(t("unmute"), () => actions.unmute(store.site), { id: "unmute" }),
    mutedEverywhere: button(t("unmuteEverywhere"), () => actions.unmute("*"), { id: "unmute" }),
    listAsleep: button(t("refresh"), actions.refresh, { id: "refresh" }),
    unready: button(t("refresh"), actions.refresh, { id: "refresh" }),
  };
  const mutedUntil = reason.startsWith("muted") && until !== null && t("mutedUntil", figures.moment(until));
  const silentUntil = until !== null && t(session ? "silentForSession" : "silentUntil", figures.moment(until));
  return element(
    "div",
    { class: "panel silent" },
    element("h2", { class: "store" }, icon("quiet"), element("span", {}, t(`reason_${reason}`, name))),
    element("p", {}, t(`remedy_${reason}`, name)),
    networks.length > 0 && element("p", { id: "referred-by", class: "soft" }, t("seenNetworks", networks.join(", "))),
    silentUntil && element("p", { id: "silent-until", class: "soft" }, mutedUntil || silentUntil),
    asleep && element("p", { class: "soft" }, t("listOf", asleep[0], figures.day(asleep[1]))),
    site.switch && drawSwitch(site.switch, site.step, actions),
    reason in remedies && remedies[/** @type {keyof typeof remedies} */ (reason)],
  );
}

/**
 * What the shopper may still take by their own act. Said without a comparison: whoever referred them may be as good.
 * @param {Offer} offer @param {import("./client.js").Step} step @param {Actions} actions
 */
function drawSwitch(offer, step, actions) {
  const said = stepSentence(step);
  const rate = offer.rate && figures.rate(offer.rate);
  return element(
    "div",
    { class: "switch" },
    element("p", { class: "soft" }, t("switchText", [offer.portal, rate].filter(Boolean).join(": ") || offer.name)),
    said && element("p", { class: "notice" }, icon("clock"), said),
    button(t("switch"), () => actions.activate(offer.id), {
      id: "switch", "aria-disabled": step.step === "busy" && "true",
    }),
  );
}

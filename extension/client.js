// The only way from our pages to the background: events go there, the store in the tab comes back. All else that a page
// draws it reads from what was saved (kept.js).
import { browser } from "./ext.js";
import { onLaidDown } from "./laid-down.js";

/**
 * @typedef {import("./figures.js").Figure} Figure
 * @typedef {import("./figures.js").Rate} Rate
 * @typedef {{site: string, name: string}} Named
 * @typedef {{name: string, times: string, category: string}} CardBonus
 * @typedef {{
 *   site: string, star: boolean, told: boolean, least?: string | null, note?: string | null, until?: number | null,
 * }} Keepsake
 * @typedef {{keepsake: Keepsake, name: string, holds: boolean, reached: Rate | null}} Kept
 * @typedef {{path: string, since: number, lowest: Rate, highest: Rate, steps: [number, Rate][]}} History
 * @typedef {{
 *   id: string, name: string, category: string | null, tiers: {at: number, label: string, rate: Rate | null}[],
 *   boost: {ends: number, cap: Figure | null, left: Figure | null, trips: number} | null, cards: CardBonus[],
 *   history: History | null, kept: Kept,
 * }} Store
 * @typedef {{spend: Figure, cash: Figure | null, points: Figure[], capped: boolean}} Earned
 * @typedef {{hits: Hit[], similar: boolean}} Hits
 * @typedef {{favourites: Hit[], ending: Hit[], featured: Hit[]}} Shelves
 * @typedef {{step: "ready" | "signIn" | "busy" | "less" | "active"} | {step: "failed", code: string}} Step
 * @typedef {{
 *   id: string, portal: string | null, opens: boolean, name: string,
 *   rate: Rate | null, other: Rate | null, lowest: Rate | null, was: Rate | null,
 *   boostEnds: number | null, boostCap: Figure | null, example: import("./figures.js").Example | null,
 *   condition: string | null, cards: CardBonus[], note: string | null, noteUntil: number | null,
 * }} Offer
 * @typedef {{state: "offer", offer: Offer, step: Step, others: Offer[], withheld: string | null}} OfferSite
 * @typedef {{state: "active", offer: Offer, until: number, health: string, light: string}} ActiveSite
 * @typedef {{
 *   state: "silent", reason: string, store: Named | null, networks: string[], until: number | null, session: boolean,
 *   asleep: [string, number] | null, switch: Offer | null, step: Step,
 * }} SilentSite
 * @typedef {{
 *   at: number, store: string | null, network: string, rule: string, evidence: string, action: string,
 * }} Receipt
 * @typedef {{list: Receipt[], dropped: number, broken: {line: number, why: string} | null, text: string}} Receipts
 * @typedef {{rules: string, passed: number, failed: {id: string, expected: string | null, rule: string | null}[]}} Report
 * @typedef {{date: string, amount: Figure, missing: Figure | null, progress: number}} Payout
 * @typedef {{at: number, host: string, why: string, page: boolean, sent: number, got: number | null}} Request
 * @typedef {{list: Request[], dropped: number, pages: number, clicks: number}} Requests
 * @typedef {{earliest: number, likely: number, latest: number, payout: number, amount: Figure | null}} Due
 * @typedef {{state: string, spent: Figure | null, reward: Figure | null, rate: Rate | null, why: string | null}} Posted
 * @typedef {{
 *   certain: string, pending: string, sum: Figure,
 *   months: {year: number, month: number, certain: Figure | null, pending: Figure | null}[],
 * }} Months
 * @typedef {{date: number, amount: Figure, cash: Figure | null, of: number, carried: boolean}} Foreseen
 * @typedef {{kind: string, name: string | null, at: number, state: string, reward: Figure, due: Due | null}} Other
 * @typedef {{months: Months | null, payouts: Foreseen[], other: Other[]}} Earnings
 * @typedef {{
 *   pending: Figure | null, confirmed: Figure | null, inPayout: Figure | null, paid: Figure | null,
 *   payout: Payout | null,
 * }} Account
 * @typedef {{
 *   id: number, link: boolean, account: Account | null, fingerprint: string, name: string, base: string, listed: number, issued: number, version: number,
 *   freshness: "fresh" | "stale" | "asleep", trouble: string | null, earned: Earnings | null,
 * }} Portal
 * @typedef {{name: string, fingerprint: string, link: boolean, go: string[]}} Found
 * @typedef {{base: string, checked: boolean, found: Found | null, trouble: string | null}} Candidate
 * @typedef {{prompts: number | null, quiet: {from: number, to: number} | null}} Limits
 * @typedef {{
 *   mode: "card" | "toolbar" | null, unit: string, values: [string, string][], statuses?: [string, string][],
 *   labels: boolean, corner: string, limits: Limits,
 * }} Settings
 * @typedef {{site: string, name: string, until: number | null}} Mute
 * @typedef {{
 *   today: number, most: number | null, closed: number | null, resting: {site: string, name: string, until: number}[],
 *   months: {year: number, month: number, shown: number, useful: number}[],
 * }} Prompts
 * @typedef {{by: string, month: string, value: string, source: string}} Preset
 * @typedef {{
 *   id: string, name: string, points: boolean, value: string, status: string, statuses: string[], presets: Preset[],
 *   breakEven: {cents: string, wins: "points" | "cash" | "neither"} | null,
 * }} Unit
 * @typedef {{
 *   click: string, portal: number, name: string, at: number, step: Step, rate: Rate | null, posted: Posted | null,
 *   due: Due | null, claimable: boolean, claim: string | null,
 * }} Trip
 * @typedef {{
 *   id: string, name: string, host: string, rate: Rate | null, favourite: boolean, boostEnds: number | null,
 * }} Hit
 * @typedef {{
 *   portals: Portal[], candidate: Candidate | null, settings: Settings, units: Unit[], trips: Trip[], mutes: Mute[],
 *   prompts: Prompts, cards: CardBonus[], keepsakes: Kept[], sharing: boolean, elsewhere: Elsewhere,
 *   cookies?: boolean, searches?: boolean,
 * }} View
 * @typedef {{events: string[], mode: string | null, portals: number[]}} Elsewhere
 * @typedef {OfferSite | ActiveSite | SilentSite} Site
 * @typedef {{seen?: boolean, full?: boolean, error?: string, memory?: number}} Answer memory is that of the core, in bytes
 */

/** Says on the page what is wrong. @type {(code: string) => void} */
let complain = () => {};

/** @param {string} code */
export const complainOf = (code) => complain(code);

/**
 * Reports what happened. Never rejects: a background that cannot be reached is an answer, too.
 * @param {{type: string, [field: string]: unknown}} event
 * @returns {Promise<Answer>}
 */
export async function report(event) {
  try {
    const answer = (await browser.runtime.sendMessage(event)) ?? {};
    if (answer.full) complain("memory.full");
    return answer;
  } catch {
    return { error: "background.silent" };
  }
}

/** @param {(isAnew?: boolean) => void} callback said when everything was to be deleted: is it? */
export function onViewChanged(callback) {
  browser.runtime.onMessage.addListener((/** @type {any} */ message) => {
    if (message?.type === "viewChanged") callback(message.anew);
  });
}

/**
 * Draws now and whenever something has changed. The background is asked once: what it says later it has saved before.
 * @param {{tab: number | null, url: string | null}} subject
 * @param {{view: () => Promise<View | null>, site: (subject: any, isAsked: boolean) => Promise<Site | null>}} kept reads
 *   what was saved
 * @param {(view: View, site: Site | null) => void} draw without the site as long as only the background can tell
 * @param {(code: string) => void} fail
 * @returns {() => Promise<void>} draws again, even if nothing has changed
 */
export function watchView(subject, kept, draw, fail) {
  complain = fail;
  let drawn = "";
  let newest = 0;
  /** Draws what is saved, unless something newer is being read. Is there anything? @param {boolean} isAsked */
  const read = async (isAsked) => {
    newest += 1;
    const mine = newest;
    const view = await kept.view();
    const site = view && (await kept.site(subject, isAsked));
    if (!view || (isAsked && !site)) return false;
    if (mine !== newest) return true;
    const text = JSON.stringify([view, site]);
    if (text !== drawn) draw(view, site);
    drawn = text;
    for (const event of isAsked ? view.elsewhere.events : []) await report(JSON.parse(event));
    return true;
  };
  const isRead = () => read(true).catch(() => false);
  const ask = async () => {
    const { seen, error } = await report({ type: "surfaceOpened", ...subject });
    onLaidDown(again); // what was told before is read now
    if (!(seen && (await isRead()))) fail(error ?? "background.silent");
  };
  const again = async () => {
    if (!(await isRead())) await ask();
  };
  onViewChanged(again);
  // A background that has to wake up would take the processor from the first drawing; what it cannot read either it puts
  // right before it answers.
  read(false).catch(() => {}).then(ask);
  return () => {
    drawn = "";
    return again();
  };
}

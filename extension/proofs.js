// What the shopper can check for themselves: receipts of what we did about referrals, and the self-test of the rules.
import { report } from "./client.js";
import { button, element, figures, fill, icon, place, sentence, sureButton, t } from "./draw.js";
import { saveFile } from "./files.js";
import { keptReceipts, replayed } from "./kept.js";

/** @typedef {import("./client.js").Receipts} Receipts */

/** Starts both sections; receipts are asked for again whenever the shopper comes back to the page. */
export function startProofs() {
  place("self-test").addEventListener("click", (event) => event.isTrusted && selfTest());
  addEventListener("focus", drawReceipts);
  return drawReceipts();
}

async function drawReceipts() {
  const receipts = await read();
  if (receipts) show(receipts);
}

/** What was saved, or the reason why it cannot be shown, said. @returns {Promise<Receipts | null>} */
async function read() {
  try {
    return await keptReceipts();
  } catch (error) {
    say(sentence(codeOf(error)));
    return null;
  }
}

/** @param {any} error */
const codeOf = (error) => error?.code ?? "core.failed";

/** @param {Receipts} receipts */
function show(receipts) {
  if (receipts.list.length === 0) return fill(place("receipts"), element("p", { class: "soft" }, t("noReceipts")));
  return fill(
    place("receipts"),
    element("div", { class: "table", tabindex: 0, role: "group", "aria-labelledby": "receipts-title" }, drawTable(receipts)),
    receipts.dropped > 0 && element("p", { class: "soft" }, t("receiptsDropped", figures.count(receipts.dropped))),
    element(
      "p",
      { class: "actions" },
      button(t("exportReceipts"), exported, { id: "export-receipts" }),
      button(t("verifyReceipts"), verified, { id: "verify-receipts" }),
      sureButton(t("deleteReceipts"), t("deleteReceiptsSure"), deleted, { id: "delete-receipts" }),
    ),
  );
}

/** @param {Receipts} receipts */
function drawTable({ list }) {
  const heads = ["receiptMinute", "receiptStore", "receiptNetwork", "receiptRule", "receiptEvidence", "receiptAction"];
  const row = (/** @type {import("./client.js").Receipt} */ { at, store, network, rule, evidence, action }) =>
    element(
      "tr",
      {},
      element("td", {}, element("time", { datetime: new Date(at).toISOString() }, figures.moment(at))),
      element("td", {}, element("bdi", {}, store ?? t("unknown"))),
      element("td", {}, element("bdi", {}, network)),
      element("td", { class: "code" }, element("bdi", {}, rule)),
      element("td", {}, t(`evidence_${evidence}`)),
      element("td", {}, t(`action_${action}`)),
    );
  return element(
    "table",
    {},
    element("thead", {}, element("tr", {}, ...heads.map((key) => element("th", { scope: "col" }, t(key))))),
    element("tbody", {}, ...list.map(row)),
  );
}

async function exported() {
  const receipts = await read();
  if (!receipts) return;
  saveFile("pointback-receipts.jsonl", "application/x-ndjson", receipts.text);
}

async function verified() {
  const receipts = await read();
  if (!receipts) return;
  const { broken, list } = receipts;
  say(broken ? t("receiptsBroken", figures.count(broken.line), broken.why) : figures.counted("receiptsWhole", list.length));
}

async function deleted() {
  const { error } = await report({ type: "receiptsDeleted" });
  await drawReceipts();
  say(error ? sentence(error) : t("receiptsDeleted"));
}

/** @param {string} text */
const say = (text) => {
  place("receipts-status").textContent = text;
};

/** Known arrivals from the package, replayed against the rules that are installed. */
async function selfTest() {
  /** @type {import("./client.js").Report} */
  let found;
  try {
    found = await replayed();
  } catch (error) {
    const said = sentence(codeOf(error));
    return fill(place("self-test-result"), element("p", { class: "notice" }, icon("warning"), said));
  }
  const { passed, failed, rules } = found;
  const line = ({ id = "", expected = "", rule = "" }) =>
    element("li", {}, t("selfTestFailure", id, expected || t("unknown"), rule || t("unknown")));
  return fill(
    place("self-test-result"),
    element(
      "p",
      { class: "notice" },
      icon(failed.length > 0 ? "warning" : "tick"),
      t("selfTestCounts", figures.count(passed), figures.count(failed.length)),
    ),
    failed.length > 0 && element("ul", {}, ...failed.map((f) => line(/** @type {any} */ (f)))),
    element("p", { class: "soft" }, t("selfTestRules"), " ", element("bdi", { class: "code" }, rules)),
  );
}

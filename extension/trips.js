// The page of trips: balances and what is foreseen, every trip with what was promised and posted, and claims.
import { drawAccounts } from "./account.js";
import { report, watchView } from "./client.js";
import { figures, fill, localize, place, sentence, t } from "./draw.js";
import { saveFile } from "./files.js";
import { claimPacket, keptSite, keptView } from "./kept.js";
import { claimState, drawTrips } from "./trip-list.js";

/** @typedef {import("./client.js").Trip} Trip */

const field = (/** @type {string} */ id) => /** @type {HTMLInputElement} */ (place(id));

/** The trip that the form is about. @type {Trip | null} */
let claimed = null;

/** @param {import("./client.js").View} view */
function draw({ portals, trips }) {
  place("trouble").hidden = true;
  fill(place("account"), ...drawAccounts(portals, true));
  fill(place("trips"), drawTrips(trips, claim));
  const sent = trips.find(({ click }) => click === claimed?.click)?.claim;
  if (sent) say(claimState(sent));
}

/** Opens the form for a trip; what was typed for another one goes. @param {Trip} trip */
function claim(trip) {
  if (claimed?.click !== trip.click) /** @type {HTMLFormElement} */ (place("claim-form")).reset();
  claimed = trip;
  place("claim").hidden = false;
  place("claim-title").textContent = t("claimTitle", trip.name, figures.day(trip.at));
  say("");
  place("claim-title").focus();
}

/** What was typed, as the portal reads it; or what is wrong with it, said. @returns {Promise<string | null>} */
async function packet() {
  if (!claimed) return null;
  const typed = await claimPacket(claimed.click, {
    order: field("claim-order").value,
    amount: field("claim-amount").value,
    note: field("claim-note").value,
    withReceipts: field("claim-receipts").checked,
  });
  if ("packet" in typed) return typed.packet;
  say(sentence(typed.error));
  return null;
}

async function send() {
  const text = await packet();
  if (!text || !claimed) return;
  const { click, portal } = claimed;
  say(t("claim_sending"));
  const { error } = await report({ type: "claimMade", portal, click, packet: text });
  // The same claim sent again may change nothing that is drawn, and what is said here stands until something is.
  if (error) say(sentence(error));
  else redraw();
}

async function save() {
  const text = await packet();
  if (!text) return;
  saveFile("pointback-claim.json", "application/json", text);
  say(t("fileSaved"));
}

function close() {
  const from = claimed && document.getElementById(`claim-${claimed.click}`);
  claimed = null;
  place("claim").hidden = true;
  from?.focus();
}

/** @param {string} text */
const say = (text) => {
  const line = place("claim-status");
  if (line.textContent !== text) line.textContent = text;
};

/** @param {string} code */
function fail(code) {
  place("trouble").hidden = false;
  place("trouble").textContent = sentence(code);
}

localize();
document.title = t("tripsPageTitle");
place("claim-form").addEventListener("submit", (event) => {
  event.preventDefault();
  if (event.isTrusted) send();
});
place("claim-save").addEventListener("click", (event) => event.isTrusted && save());
place("claim-cancel").addEventListener("click", close);
const redraw = watchView({ tab: null, url: null }, { view: keptView, site: keptSite }, draw, fail);

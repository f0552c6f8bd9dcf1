// What the shopper keeps about a store: a star, a note with its last day, "tell me when it reaches …". All of it goes to
// the core at once, as it shall be.
import { report } from "./client.js";
import { button, element, figures, icon, place, sentence, t } from "./draw.js";
import { browser } from "./ext.js";
import { keptStore, typedFigure } from "./kept.js";

/**
 * @typedef {import("./client.js").Kept} Kept
 * @typedef {import("./client.js").Keepsake} Keepsake
 */

/** Of two changes in a row neither undoes the other. @param {Keepsake} keepsake @param {Partial<Keepsake>} change */
const keep = (keepsake, change) => report({ type: "keepsakeChanged", keepsake: Object.assign(keepsake, change) });

/** @param {Kept} kept */
export function drawStar({ keepsake, name }) {
  const node = button("", () => keep(keepsake, { star: !keepsake.star }), {
    id: "star", class: "star", "aria-pressed": String(keepsake.star), "aria-label": t("starAt", name),
  });
  node.append(icon("star"), t("star"));
  return node;
}

/** A star from the list of hits: what else is kept of the store stays. @param {import("./client.js").Hit} hit */
export async function toggleStar(hit) {
  const store = await keptStore(hit.id);
  if (store) await keep(store.kept.keepsake, { star: !hit.favourite });
}

/** @type {Keepsake | null} */
let shown = null;

const field = (/** @type {string} */ id) => /** @type {HTMLInputElement} */ (place(id));

export function startKeeping() {
  place("note-form").addEventListener("submit", (event) => {
    event.preventDefault();
    if (!event.isTrusted || !shown) return;
    const note = field("note").value.trim();
    const until = field("note-until").valueAsNumber;
    keep(shown, { note: note || null, until: note && Number.isFinite(until) ? until : null });
    place("note-status").textContent = t(note ? "noteKept" : "noteStruck");
  });
  place("alert-form").addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.isTrusted && shown) askToBeTold(shown);
  });
}

/** The browser is asked for its permission in the click itself, or it refuses to ask. @param {Keepsake} keepsake */
async function askToBeTold(keepsake) {
  const text = field("alert").value.trim();
  const allowed = text ? browser.permissions.request({ permissions: ["notifications"] }).catch(() => false) : false;
  const typed = text ? await typedFigure(text) : { figure: null };
  if ("error" in typed) {
    place("alert-status").textContent = sentence(typed.error);
    return;
  }
  await keep(keepsake, { least: typed.figure });
  const word = (await allowed) ? "alertKept" : "alertKeptQuietly";
  place("alert-status").textContent = t(text ? word : "alertStruck");
}

/** Another store, or the same one with other keepsakes; what is being typed stays. @param {Kept} kept */
export function keepFor({ keepsake, name }) {
  const before = shown?.site === keepsake.site && shown;
  shown = keepsake;
  if (!before) for (const id of ["note-status", "alert-status"]) place(id).textContent = "";
  const isNew = (/** @type {keyof Keepsake} */ key) => !before || before[key] !== keepsake[key];
  if (isNew("note")) field("note").value = keepsake.note ?? "";
  if (isNew("until")) field("note-until").valueAsNumber = keepsake.until ?? NaN;
  if (isNew("least")) field("alert").value = keepsake.least ?? "";
  place("alert-label").textContent = t("alertAt", name);
}

/** Everything that is kept, with a way to let go of it. @param {Kept[]} all @returns {Node} */
export function drawKeepsakes(all) {
  if (all.length === 0) return element("p", { class: "soft" }, t("noKeepsakes"));
  return element("ul", { class: "mutes" }, ...all.map(drawKept));
}

/** What was waited for and is there now. @param {Kept[]} all */
export function drawReached(all) {
  const reached = all.flatMap(({ name, reached: rate }) => (rate ? [`${t("alertTitle", name)}: ${figures.rate(rate)}`] : []));
  return reached.map((text) => element("p", { class: "notice" }, icon("star"), element("bdi", {}, text)));
}

/** @param {Kept} kept */
function drawKept({ keepsake, name, holds, reached }) {
  const { site, star, least, note, until } = keepsake;
  const noted = note && [note, until && figures.utcDay(until), !holds && t("noteOver")].filter(Boolean).join(" · ");
  const awaited = least && t("alertIs", figures.percent(least));
  const words = [star && t("star"), noted, awaited, reached && t("alertReached", figures.rate(reached))];
  const nothing = { star: false, least: null, note: null, until: null };
  return element(
    "li",
    { class: "row" },
    element("span", {}, element("bdi", {}, name), element("small", { class: "block" },
      element("bdi", {}, words.filter(Boolean).join(" · ")))),
    button(t("letGo"), () => keep(keepsake, nothing), { id: `let-go-${site}`, "aria-label": t("letGoAt", name) }),
  );
}

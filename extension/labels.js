// Beside the results of a search: what the listed stores among them pay. Runs on the pages of search engines, once the
// shopper has switched it on. Addresses of results stay on the device; what is drawn is text, and a click stays theirs.
(() => {
  const api = /** @type {any} */ (globalThis).chrome;

  /** Titles of results, not of advertisements, on the three engines' pages. */
  const RESULTS = [
    "#search a[href]:has(> h3)",
    "#b_results > .b_algo h2 > a[href]",
    "[data-testid=result] h2 > a[href]",
    "a.result__a[href]",
  ].join();

  /** @type {Map<HTMLAnchorElement, Element>} */
  const drawn = new Map();
  /** @type {Set<HTMLAnchorElement>} */
  let asked = new Set();

  /** Asks about the results that have come since; about all of them when something else may have changed. */
  async function look(again = false) {
    const found = /** @type {HTMLAnchorElement[]} */ ([...document.querySelectorAll(RESULTS)]);
    const links = again ? found : found.filter((link) => !asked.has(link));
    asked = new Set(found);
    if (links.length === 0) return;
    const event = { type: "resultsSeen", links: links.map(({ href }) => href) };
    // Without a background there are no labels; those of before may be wrong by now.
    const { labels = [] } = (await api.runtime.sendMessage(event).catch(() => null)) ?? {};
    links.forEach((link, place) => draw(link, labels[place] ?? null));
  }

  /** @param {HTMLAnchorElement} link @param {[string, boolean] | null} label */
  function draw(link, label) {
    drawn.get(link)?.remove();
    drawn.delete(link);
    if (!label) return;
    const [text, upTo] = label;
    const mark = document.createElement("span");
    const inside = mark.attachShadow({ mode: "closed" });
    const style = document.createElement("style");
    style.textContent = STYLE;
    const said = document.createElement("span");
    said.textContent = upTo ? api.i18n.getMessage("upTo", [text]) : text;
    said.title = api.i18n.getMessage("labelTitle");
    inside.append(style, said);
    (link.querySelector("h3") ?? link).append(mark);
    drawn.set(link, mark);
  }

  const STYLE = `
    :host { all: initial; }
    span {
      display: inline-block; margin-inline-start: 8px; padding: 1px 7px; border-radius: 9px; unicode-bidi: isolate;
      font: 600 12px/1.4 system-ui, sans-serif; vertical-align: middle; color: #fff; background: #0b6b53;
    }
    @media (forced-colors: active) { span { border: 1px solid; } }
  `;

  let isPlanned = false;
  const plan = () => {
    if (isPlanned) return;
    isPlanned = true;
    requestIdleCallback(() => {
      isPlanned = false;
      void look();
    }, { timeout: 1000 });
  };
  new MutationObserver(plan).observe(document.body, { childList: true, subtree: true });
  // A referral elsewhere may have silenced a store meanwhile.
  document.addEventListener("visibilitychange", () => document.hidden || void look(true));
  addEventListener("pageshow", ({ persisted }) => persisted && void look(true));
  plan();
})();

// Runs on every page of a listed store and reports its address, referrer and when it came. Gives it nothing. The card's
// own script comes only when there is something to draw.
(() => {
  const page = /** @type {any} */ (globalThis);
  // No element of the page can be called this.
  const api = page.chrome;

  /** After an update old scripts are cut off, and sending throws. @param {object} event */
  const report = async (event) => {
    try {
      return await api.runtime.sendMessage(event);
    } catch {
      return { error: "background.silent" };
    }
  };

  // For card.js, which does nothing where it does not find this. No element of the page can be called by a symbol.
  const ours = (page[Symbol.for("pointback")] = { api, report, hasCard: false });
  api.runtime.onMessage.addListener((/** @type {any} */ message, /** @type {any} */ _, /** @type {any} */ answer) => {
    if (message?.type === "card" && !ours.hasCard) answer("cardMissing");
  });

  // Steps of paying may lie behind `#/`.
  const where = () => location.href.replace(/#(?![/!]).*/, "");
  /** How the page came. */
  const way = /** @type {any} */ (performance.getEntriesByType("navigation")[0] ?? {});
  let reported = "";
  /** @param {string} [opened] before the page changed it */
  const seen = (opened = "") => {
    reported = where();
    const url = location.href.startsWith(opened) ? location.href : opened;
    const now = performance.now();
    const came = Math.round(Date.now() - now + (way.responseStart || now));
    return report({ type: "pageSeen", url, referrer: document.referrer, came });
  };

  let isOnTheWay = false;
  /** One report at a time, however often a page changes its address: the last one counts. */
  const changed = async () => {
    if (isOnTheWay || where() === reported) return;
    isOnTheWay = true;
    await seen();
    isOnTheWay = false;
    changed();
  };

  addEventListener("pageshow", (event) => {
    // Firefox drops answers meanwhile.
    if (!event.persisted) return;
    isOnTheWay = false;
    seen();
  });
  const begin = () => seen(way.name);
  page.navigation?.addEventListener("currententrychange", changed);
  begin();
  // Prepared ahead, it is seen again when shown.
  document.addEventListener("prerenderingchange", begin);
})();

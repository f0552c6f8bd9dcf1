// The on-page card: draws what the core says and reports what the shopper does. Takes nothing from the page but its
// address and referrer, gives it nothing, and lives in a closed shadow root.
(() => {
  // In Chrome an element of the page with this id is `browser`.
  /** @type {typeof browser} */
  const api = globalThis.browser?.runtime ? globalThis.browser : /** @type {any} */ (globalThis).chrome;

  /** @param {string} key @param {string[]} values */
  const message = (key, values) => api.i18n.getMessage(key, values);
  const direction = message("direction", []);

  /** @param {string} key @param {string[]} values */
  const t = (key, ...values) =>
    message(key, direction === "rtl" ? values.map((value) => `\u2068${value}\u2069`) : values);

  const language = t("language");
  const wanted = api.i18n.getUILanguage();
  const locale = wanted.split("-")[0] === language ? wanted : language;

  const STYLE = `
:host{all:initial!important;direction:${direction}!important;position:fixed!important;z-index:2147483647!important;
inset-block-end:16px!important;inset-inline-end:16px!important;inline-size:min(336px,calc(100vw - 32px))!important;
color-scheme:light dark!important}
section{--ground:#fff;--raised:#f4f6f5;--line:#dce1de;--ink:#17201c;--soft:#56615b;--accent:#0a7152;--hover:#085c43;
--on:#fff;box-sizing:border-box;display:grid;gap:6px;max-block-size:calc(100vh - 32px);overflow:auto;
padding:16px;
border:1px solid var(--line);border-radius:14px;background:var(--ground);color:var(--ink);
box-shadow:0 2px 6px rgb(0 0 0/.08),0 12px 32px rgb(0 0 0/.18);
font:14px/1.45 system-ui,sans-serif;text-align:start;overflow-wrap:anywhere}
@media(prefers-color-scheme:dark){section{--ground:#1b201e;--raised:#262d2a;--line:#3a433e;--ink:#eaf0ed;--soft:#a5b0aa;
--accent:#5bcfa5;--hover:#7adcb8;--on:#06261b}}
section:focus{outline:none}
header{display:contents}
p,h2{margin:0}
[dir=ltr] p::first-letter{text-transform:uppercase}
h2{display:flex;gap:8px;align-items:start;font-size:15px;font-weight:600}
svg{flex:none;inline-size:22px;block-size:22px;border-radius:6px;background:#0a7d5a}
path{fill:none;stroke:#fff;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
.rate{display:flex;flex-wrap:wrap;align-items:baseline;gap:0 8px;color:var(--accent);font-weight:550}
.rate strong{font-size:34px;line-height:1.15;font-weight:700;letter-spacing:-.02em}
.boost{justify-self:start;padding:2px 8px;border:1px solid;border-radius:6px;color:var(--accent);font-size:12.5px;
font-weight:600}
.soft{color:var(--soft);font-size:12.5px}
.said{padding:8px 10px;border-radius:8px;background:var(--raised);font-size:13px}
.said:empty{display:none}
.done{color:var(--accent);font-weight:600}
.done::before{content:"";display:inline-block;inline-size:5px;block-size:10px;margin-inline:4px 10px;border:solid;
border-width:0 2px 2px 0;transform:rotate(45deg)}
div{display:flex;flex-wrap:wrap;justify-content:space-between;gap:2px 12px;margin-block-start:6px}
button{font:inherit;font-size:13px;font-weight:550;padding:4px 0;border:0;border-radius:8px;background:none;
color:var(--soft);cursor:pointer}
button:hover{color:var(--ink);text-decoration:underline}
button:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.primary{flex:1 0 100%;padding:9px 14px;background:var(--accent);color:var(--on);font-size:14px;font-weight:600}
.primary:hover{background:var(--hover);color:var(--on);text-decoration:none}
[aria-disabled=true]{opacity:.65;cursor:default}
@media(prefers-reduced-motion:no-preference){section{animation:rise .18s ease-out}
@keyframes rise{from{opacity:0;transform:translateY(8px)}}}
@media print{:host{display:none!important}}`;

  /** @type {HTMLElement | undefined} */
  let host;
  /** @type {ShadowRoot} */
  let root;
  /** The card: offer, what is going on, what can be done. @type {HTMLElement[]} */
  let [section, offered, status, actions] = [];

  /** @param {string} name @param {string} kind @param {any[]} children */
  const element = (name, kind, ...children) => {
    const node = document.createElement(name);
    if (kind) node.className = kind;
    node.append(...children.flatMap((child) => (child ? [child] : [])));
    return node;
  };

  /** @param {string} text @param {() => void} run @param {string} [kind] */
  const button = (text, run, kind = "") => {
    const node = element("button", kind, text);
    node.addEventListener("click", (event) => {
      if (event.isTrusted && !node.hasAttribute("aria-disabled")) run();
    });
    return node;
  };

  const logo = () => {
    const space = "http://www.w3.org/2000/svg";
    const [svg, path] = ["svg", "path"].map((name) => document.createElementNS(space, name));
    svg.setAttribute("viewBox", "0 0 16 16");
    svg.setAttribute("aria-hidden", "true");
    path.setAttribute("d", "M8 5h1.25a3 3 0 0 1 0 6H4.5M6.5 8.5 4 11l2.5 2.5M4 5h.5");
    svg.append(path);
    return svg;
  };

  // Figures are written as in figures.js; a test compares them.
  /** @param {any} text @param {Intl.NumberFormatOptions} [options] */
  const number = (text, options) => new Intl.NumberFormat(locale, options).format(text);
  /** @param {any} figure @param {"auto" | "stripIfInteger"} trailingZeroDisplay */
  const money = ({ amount, currency }, trailingZeroDisplay) =>
    number(amount, { style: "currency", currency, trailingZeroDisplay }).replace(/[A-Z]\p{Sc}$/u, "$&\u200e");
  /** @param {any} figure */
  const headline = (figure) => {
    if (figure.kind === "percent") return number(figure.fraction, { style: "percent", maximumFractionDigits: 2 });
    if (figure.kind === "amount") return money(figure, "stripIfInteger");
    const points = number(figure.points, { maximumFractionDigits: 4 });
    return figure.kind === "pointsPer" ? t("pointsPer", points) : points;
  };
  /** @param {any} rate */
  const sentence = (rate) => {
    const whole = rate.programme ? t("ratePoints", headline(rate), rate.programme) : t("rateCash", headline(rate));
    return rate.upTo ? t("upTo", whole) : whole;
  };
  /** @param {any} example */
  const exampleLine = ({ spend, cash, points }) => {
    const sums = [money(spend, "stripIfInteger"), money(cash, "auto")];
    if (!points) return t("exampleCash", ...sums);
    const count = points.points;
    return t("exampleBoth", ...sums, t(`points_${new Intl.PluralRules(locale).select(count)}`, number(count)));
  };

  /** @param {number} time */
  const moment = (time) => new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" }).format(time);

  /** @param {any} offer */
  const drawRate = ({ rate, other, lowest, was, boostEnds, example }) => {
    if (!rate) return [element("p", "", t("rateHidden"))];
    const ends = boostEnds && t("ends", moment(boostEnds));
    const boost = [was && t("was", headline(was)), ends].filter(Boolean).join(" · ");
    return [
      element(
        "p",
        "rate",
        (rate.upTo || lowest) && element("span", "", t("upToShort")),
        element("strong", "", headline(rate)),
        element("span", "", rate.programme ? t("labelPoints", rate.programme) : t("labelCash")),
      ),
      other ? element("p", "", t("orOther", sentence(other))) : "",
      lowest ? element("p", "", t("range", headline(lowest), headline(rate))) : "",
      boost ? element("p", "boost", boost) : "",
      example ? element("p", "soft", exampleLine(example)) : "",
    ];
  };

  /** What is said, and what the button says. @param {any} step @returns {[string, string]} */
  const wordsOf = ({ step, code = "" }) => {
    switch (step) {
      case "signIn":
        return [t("stepSignIn"), t("signInAgain")];
      case "busy":
        return [t("stepBusy"), t("activating")];
      case "less":
        return [t("stepLess"), t("activateLess")];
      case "failed":
        return [t(`code_${code.replaceAll(".", "_")}`) || t("codeOther", code), t("tryAgain")];
      case "active":
        return [t("stepActive"), ""];
      default:
        return ["", t("activate")];
    }
  };

  /** @param {any} card */
  const draw = ({ offer, step }) => {
    if (!host?.isConnected) mount();
    const hadFocus = root.activeElement !== null;
    const [said, label] = wordsOf(step);
    const primary = label && button(offer.opens ? t("openPage") : label, () => activate({ offer, step }), "primary");
    if (primary && step.step === "busy") primary.setAttribute("aria-disabled", "true");
    const dismiss = (/** @type {boolean} */ always) => () => leave(offer.id, always);
    section.onkeydown = (event) => {
      if (event.key !== "Escape" || !event.isTrusted) return;
      event.stopPropagation();
      leave(offer.id, false);
    };
    section.setAttribute("aria-label", t("cardLabel", offer.name));
    offered.replaceChildren(
      element("h2", "", logo(), element("span", "", element("bdi", "", offer.name))),
      offer.portal ? element("p", "soft", t("atPortal", offer.portal)) : "",
      ...drawRate(offer),
      offer.condition ? element("p", "soft", element("bdi", "", offer.condition)) : "",
    );
    if (status.textContent !== said) status.textContent = said;
    status.classList.toggle("done", step.step === "active");
    if (step.step === "active") actions.replaceChildren(button(t("close"), dismiss(false)));
    else {
      const never = button(t("notOnThisSite"), dismiss(true));
      actions.replaceChildren(primary, button(t("notNow"), dismiss(false)), never);
    }
    if (hadFocus) (primary || section).focus();
  };

  const mount = () => {
    host = document.createElement("div");
    host.id = "pointback-card";
    root = host.attachShadow({ mode: "closed" });
    offered = element("header", "");
    status = element("p", "said");
    status.setAttribute("role", "status");
    actions = element("div", "");
    section = element("section", "", offered, status, actions, element("p", "soft", t("disclosure")));
    section.setAttribute("role", "region");
    section.tabIndex = -1;
    section.dir = direction;
    section.lang = language;
    // Firefox exempts a style from the page's own policy only when its text is set as `textContent`.
    const style = document.createElement("style");
    style.textContent = STYLE;
    root.append(style, section);
    document.documentElement.append(host);
  };

  const hide = () => {
    host?.remove();
    host = undefined;
  };

  /** After an update old scripts are cut off, and sending throws. @param {object} event */
  const report = async (event) => {
    try {
      return await api.runtime.sendMessage(event);
    } catch {
      return { error: "background.silent" };
    }
  };

  /** @param {any} card */
  const activate = async (card) => {
    const event = { type: "activateClicked", store: card.offer.id, page: location.href, via: "card" };
    const answer = await report(event);
    if (answer?.error) draw({ ...card, step: { step: "failed", code: answer.error } });
  };

  /** @param {string} store @param {boolean} always */
  const leave = (store, always) => {
    hide();
    report({ type: "dismissed", store, always });
  };

  const where = () => location.pathname + location.search;
  let reported = "";
  /** @param {string} [opened] before the page changed it */
  const seen = (opened = "") => {
    reported = where();
    const url = location.href.startsWith(opened) ? location.href : opened;
    report({ type: "pageSeen", url, referrer: document.referrer });
  };

  api.runtime.onMessage.addListener((/** @type {any} */ message) => {
    if (message?.type === "card") draw(message.card);
    if (message?.type === "hide") hide();
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) seen();
  });
  const begin = () => seen(performance.getEntriesByType("navigation")[0]?.name);
  /** @type {any} */ (globalThis).navigation?.addEventListener("currententrychange", () => where() === reported || seen());
  begin();
  // Prepared ahead, it is seen again when shown.
  document.addEventListener("prerenderingchange", begin);
})();

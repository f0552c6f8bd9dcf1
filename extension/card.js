// The on-page card, in a closed shadow root: draws what the core says, reports what the shopper does. Comes after
// content.js, once a page, when there is something to draw.
(() => {
  const ours = /** @type {any} */ (globalThis)[Symbol.for("pointback")];
  if (!ours || ours.hasCard) return;
  ours.hasCard = true;
  const { api, report, icon, logo } = ours;

  /** @type {HTMLElement | undefined} */
  let host;
  /** @type {ShadowRoot} */
  let root;
  /** What the core said. @type {any} */
  let card;
  /** @type {HTMLElement[]} */
  let [section, pill, grip, offered, status, actions] = [];
  let isAsking = false;
  /** @type {HTMLStyleElement} */
  let corner;

  /** @param {HTMLElement} node @param {any[]} children */
  const fill = (node, ...children) => {
    node.replaceChildren(...children.filter(Boolean));
    return node;
  };

  /** @param {string} name @param {string} kind @param {any[]} children */
  const element = (name, kind, ...children) => {
    const node = document.createElement(name);
    if (kind) node.className = kind;
    return fill(node, ...children);
  };

  /** @param {string | Node} face @param {(event: Event) => void} run @param {string} [kind] */
  const button = (face, run, kind = "") => {
    const node = element("button", kind, face);
    node.addEventListener("click", (event) => {
      if (event.isTrusted && !node.hasAttribute("aria-disabled")) run(event);
    });
    return node;
  };

  const draw = () => {
    if (!host?.isConnected) mount();
    const { name, portal, rate, lines, condition, said, folded } = card;
    isAsking = false;
    const focused = /** @type {HTMLElement | null} */ (root.activeElement);
    const primary = card.primary && button(card.primary, ifSeen(activate), "primary");
    if (primary && card.isBusy) primary.setAttribute("aria-disabled", "true");
    section.classList.toggle("folded", folded);
    section.setAttribute("aria-label", card.label);
    fill(pill, logo(), card.short);
    pill.setAttribute("aria-label", card.open);
    fill(
      offered,
      element("h2", "", logo(), element("span", "", element("bdi", "", name))),
      portal && element("p", "soft", portal),
      rate && element("p", "rate", ...rate.map((/** @type {string} */ text, /** @type {number} */ at) => text && element(at === 1 ? "strong" : "span", "", text))),
      ...lines.map((/** @type {string[]} */ [kind, text]) => {
        // A page may search our root for words: the shopper's own are drawn by their style.
        const line = element("p", kind, kind === "own" ? "" : text);
        line.setAttribute("data-text", text);
        return line;
      }),
      condition && element("p", "soft", element("bdi", "", condition)),
    );
    if (status.textContent !== said) status.textContent = said;
    status.classList.toggle("done", card.isDone);
    const never = !card.isDone && button(card.notOnThisSite, askHowLong);
    fill(actions, primary, button(card.notNow, ifSeen(dismiss)), never);
    settle();
    if (focused && !focused.offsetParent) (folded ? pill : primary || section).focus();
    ours.watch(host, section);
  };

  /** Otherwise the card asks for another press. @param {() => void} run */
  const ifSeen = (run) => (/** @type {Event} */ event) => {
    if (ours.wasSeen(event)) return run();
    card.said = card.again;
    draw();
  };

  /** Where silence is wanted, and for how long. */
  const askHowLong = () => {
    isAsking = true;
    const groups = card.silence.flatMap((/** @type {string[]} */ [site, title]) => {
      const choice = (/** @type {string[]} */ [lasting, text]) => button(text, ifSeen(() => leave({ type: "muted", site, lasting })));
      const group = element("div", "lasting", ...card.lasting.map(choice));
      group.setAttribute("role", "group");
      group.setAttribute("aria-label", title);
      return [element("p", "soft", title), group];
    });
    fill(actions, ...groups, button(card.back, draw));
    groups[1].firstChild.focus();
    ours.watch(host, section);
  };

  /** Puts the card into its corner. */
  const settle = () => {
    const block = card.corner.startsWith("top") ? "start" : "end";
    const inline = card.corner.endsWith("Start") ? "start" : "end";
    corner.textContent = `:host{direction:${card.direction}!important;
inset-block-${block}:16px!important;inset-inline-${inline}:16px!important}`;
    grip.setAttribute("aria-label", card.move[card.corner]);
  };

  /** The shopper moved it, or folded it. @param {object} change */
  const put = (change) => {
    const from = section.getBoundingClientRect();
    section.style.translate = "";
    Object.assign(card, change);
    draw();
    const to = section.getBoundingClientRect();
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const translate = [`${from.left - to.left}px ${from.top - to.top}px`, "0"];
    if ("corner" in change && !still) section.animate({ translate }, 180);
    report({ type: "cardPlaced", corner: card.corner, folded: card.folded });
  };

  /** @param {boolean} isTop @param {boolean} isLeft */
  const move = (isTop, isLeft) => {
    const inline = isLeft === (card.direction === "ltr") ? "Start" : "End";
    put({ corner: `${isTop ? "top" : "bottom"}${inline}` });
  };

  /** With the pointer. @param {PointerEvent} down */
  const drag = (down) => {
    if (!down.isTrusted) return;
    grip.setPointerCapture(down.pointerId);
    grip.onpointermove = ({ clientX, clientY }) => {
      section.style.translate = `${clientX - down.clientX}px ${clientY - down.clientY}px`;
    };
    grip.onlostpointercapture = () => {
      grip.onpointermove = grip.onlostpointercapture = null;
      const { left, top, width, height } = section.getBoundingClientRect();
      move(top + height / 2 < innerHeight / 2, left + width / 2 < innerWidth / 2);
    };
  };

  /** With the arrow keys. @param {KeyboardEvent} event */
  const step = (event) => {
    if (!event.isTrusted || !event.key.startsWith("Arrow")) return;
    event.preventDefault();
    const [isTop, isLeft] = [card.corner.startsWith("top"), card.corner.endsWith("Start") === (card.direction === "ltr")];
    const isUpright = /Up|Down/.test(event.key);
    move(isUpright ? event.key === "ArrowUp" : isTop, isUpright ? isLeft : event.key === "ArrowLeft");
  };

  const mount = () => {
    host = document.createElement("div");
    host.id = "pointback-card";
    root = host.attachShadow({ mode: "closed" });
    grip = button(icon("M5 3v.01M5 8v.01M5 13v.01M11 3v.01M11 8v.01M11 13v.01"), () => {});
    grip.addEventListener("pointerdown", drag);
    grip.addEventListener("keydown", step);
    const fold = button(icon("M3 11h10"), () => put({ folded: true }));
    fold.setAttribute("aria-label", card.fold);
    pill = button("", () => put({ folded: false }), "pill");
    offered = element("header", "");
    status = element("p", "said");
    status.setAttribute("role", "status");
    actions = element("div", "");
    const disclosure = element("p", "soft", card.disclosure);
    section = element("section", "", pill, offered, status, actions, disclosure, element("span", "tools", grip, fold));
    section.setAttribute("role", "region");
    section.tabIndex = -1;
    section.dir = card.direction;
    section.lang = card.language;
    section.onkeydown = (event) => {
      if (event.key !== "Escape" || !event.isTrusted) return;
      event.stopPropagation();
      if (isAsking) draw();
      else dismiss();
    };
    // Firefox exempts a style from the page's own policy only when its text is set as `textContent`.
    const style = document.createElement("style");
    style.textContent = ours.style;
    corner = document.createElement("style");
    root.append(style, corner, section);
    document.documentElement.append(host);
  };

  const hide = () => {
    host?.remove();
    host = undefined;
  };

  const activate = async () => {
    const answer = await report({ type: "activateClicked", store: card.id, page: location.href, via: "card" });
    if (!answer?.error) return;
    card.said = card.silent;
    draw();
  };

  /** @param {object} event */
  const leave = (event) => {
    hide();
    report(event);
  };
  const dismiss = () => leave({ type: "dismissed", store: card.id });

  api.runtime.onMessage.addListener((/** @type {any} */ message) => {
    if (message?.type === "hide") hide();
    // Nothing new: it stays as it is.
    if (message?.type !== "card" || (host?.isConnected && JSON.stringify(card) === JSON.stringify(message.card))) return;
    card = message.card;
    draw();
  });
})();

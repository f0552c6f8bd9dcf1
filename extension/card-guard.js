// Has the shopper seen what they press? A page can lay something over the card, move it under the pointer, or have it come
// just before a click: so it must have been in full view, and still, for half a second. Runs before card.js.
(() => {
  const ours = /** @type {any} */ (globalThis)[Symbol.for("pointback")];
  if (!ours) return;
  const LONG_ENOUGH = 500;

  /** @type {any[]} */
  let [host, section, timer, since, place] = [];
  const where = () => JSON.stringify(host.getBoundingClientRect());

  /** The clock starts, or waits for the card to be seen. @param {number} [time] */
  const begin = (time = Infinity) => {
    [since, place] = [time, where()];
    section.classList.add("early");
    clearTimeout(timer);
    timer = setTimeout(() => section.classList.toggle("early", since === Infinity), LONG_ENOUGH);
  };

  // Told once it is drawn. Chrome also tells whether something is painted over it or changes its look.
  const eye = new IntersectionObserver((/** @type {any[]} */ seen) => {
    const { isVisible = true, isIntersecting, time } = seen[seen.length - 1];
    begin(isVisible && isIntersecting ? time : Infinity);
  }, /** @type {object} */ ({ trackVisibility: true, delay: 100 }));
  const isTold = "isVisible" in IntersectionObserverEntry.prototype;

  /** Is anything of the page in the top layer? Firefox does not tell what is above what. @param {any} from @returns {boolean} */
  const isCovered = (from) =>
    [...from.querySelectorAll("*")].some((node) => {
      const inside = node.openOrClosedShadowRoot;
      return node !== host && (node.matches(":popover-open,:modal,:fullscreen,:active-view-transition") || (inside && isCovered(inside)));
    });

  /** Begins anew, in its place and on top of all: no style of the page's reaches it there. */
  ours.watch = (/** @type {any[]} */ ...drawn) => {
    [host, section] = drawn;
    if (host.parentNode !== document.documentElement) document.documentElement.append(host);
    host.popover = "manual";
    host.togglePopover(false);
    host.togglePopover(true);
    host.onpointerenter = () => where() === place || ours.watch(...drawn);
    begin();
    eye.disconnect();
    eye.observe(host);
  };

  /** @param {Event} event a trusted one */
  ours.wasSeen = ({ timeStamp }) =>
    timeStamp - since >= LONG_ENOUGH && where() === place && host.matches(":popover-open") &&
    host.parentNode === document.documentElement && (isTold || !isCovered(document));
})();

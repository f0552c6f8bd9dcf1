// As much of a document as the on-page card touches.

export class FakeNode {
  constructor(name) {
    Object.assign(this, { name, children: [], attributes: {}, listeners: {}, parent: null, className: "", style: {} });
    this.marks = new Set();
    this.classList = {
      add: (word) => this.marks.add(word),
      toggle: (word, on) => (on ? this.marks.add(word) : this.marks.delete(word)),
    };
  }

  get isConnected() {
    return this.name === "html" || Boolean(this.parent?.isConnected);
  }

  get activeElement() {
    return null;
  }

  get textContent() {
    return this.children.map((child) => child.textContent ?? child).join("");
  }

  set textContent(text) {
    this.replaceChildren(text);
  }

  append(...nodes) {
    for (const node of nodes) if (node instanceof FakeNode) node.parent = this;
    this.children.push(...nodes);
  }

  replaceChildren(...nodes) {
    this.children = [];
    this.append(...nodes);
  }

  remove() {
    this.parent.children = this.parent.children.filter((child) => child !== this);
    this.parent = null;
  }

  setAttribute(key, value) {
    this.attributes[key] = value;
  }

  hasAttribute(key) {
    return key in this.attributes;
  }

  addEventListener(type, listener) {
    this.listeners[type] = listener;
  }

  attachShadow({ mode }) {
    this.shadowMode = mode;
    this.shadow = new FakeNode("shadow");
    this.shadow.parent = this;
    return this.shadow;
  }

  get firstChild() {
    return this.children[0];
  }

  /** Where the test has put it. */
  getBoundingClientRect() {
    return { left: 0, top: 0, width: 300, height: 200, ...this.rect };
  }

  setPointerCapture() {}

  get parentNode() {
    return this.parent;
  }

  togglePopover(isOpen) {
    this.isOpen = isOpen;
  }

  matches(selector) {
    return selector === ":popover-open" && this.isOpen;
  }

  animate(frames) {
    this.frames = frames;
  }

  focus() {
    this.isFocused = true;
  }

  /** All nodes below that pass, the shadow's included. */
  all(isWanted) {
    const below = [...this.children, this.shadow].filter((child) => child instanceof FakeNode);
    return below.flatMap((child) => [...(isWanted(child) ? [child] : []), ...child.all(isWanted)]);
  }
}

/** @param {string} href */
export function fakePage(href) {
  const documentElement = new FakeNode("html");
  const listeners = {};
  const address = new URL(href);
  /** What watches, to tell it what is seen: at 0 that all is well, unless a test says otherwise. */
  const eyes = new Map();
  class IntersectionObserver {
    constructor(tell) {
      this.tell = (seen) => tell([{ isVisible: true, isIntersecting: true, time: 0, ...seen }]);
    }
    observe(node) {
      eyes.set(node, this.tell);
      this.tell({});
    }
    disconnect() {}
  }
  const location = { href, pathname: address.pathname, search: address.search };
  return {
    document: {
      documentElement,
      referrer: "",
      addEventListener: (type, listener) => (listeners[type] = listener),
      createElement: (name) => new FakeNode(name),
      createElementNS: (_, name) => new FakeNode(name),
    },
    location,
    innerWidth: 1000,
    innerHeight: 800,
    IntersectionObserver,
    IntersectionObserverEntry: { prototype: { isVisible: true } },
    crypto,
    eyes,
    setTimeout: () => 0,
    clearTimeout: () => {},
    matchMedia: () => ({ matches: false }),
    performance: { now: () => 1500.4, getEntriesByType: () => [{ name: href, responseStart: 300 }] },
    navigation: { addEventListener: (type, listener) => (listeners[type] = listener) },
    addEventListener: (type, listener) => (listeners[type] = listener),
    listeners,
    root: documentElement,
  };
}

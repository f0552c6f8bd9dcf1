// As much of one of our own pages as its fields touch: what has an id in its markup, and what is drawn into that.
import { fakeBrowser, readExtension } from "./fake-browser.js";
import "./fake-core.js";
import { FakeNode } from "./fake-page.js";
import { request } from "./fake-request.js";

/** What a field holds as milliseconds, by its type. */
const TEXT = { time: (at) => at.slice(11, 16), date: (at) => at.slice(0, 10) };
const NUMBER = { time: (text) => Date.parse(`1970-01-01T${text}Z`), date: Date.parse, number: Number.parseFloat };

/** The field that has the focus. @type {OwnNode | null} */
let focused = null;

class OwnNode extends FakeNode {
  get type() {
    return this.attributes.type;
  }

  getAttribute(key) {
    return this.attributes[key] ?? null;
  }

  get value() {
    return this.typed ?? this.attributes.value ?? "";
  }

  set value(text) {
    this.typed = text;
  }

  get valueAsNumber() {
    return NUMBER[this.type](this.value);
  }

  set valueAsNumber(number) {
    this.value = Number.isNaN(number) ? "" : TEXT[this.type](new Date(number).toISOString());
  }

  checkValidity() {
    return this.value !== "";
  }

  reportValidity() {
    return this.checkValidity();
  }

  contains(node) {
    return this.all((one) => one === node).length > 0;
  }

  matches(selector) {
    return selector === `[type=${this.type}]`;
  }

  querySelectorAll() {
    return [];
  }

  replaceChildren(...nodes) {
    for (const child of this.children) if (child instanceof FakeNode) child.parent = null;
    super.replaceChildren(...nodes);
  }

  focus() {
    focused = this;
  }

  /** What the shopper does. */
  act(type) {
    const event = { type, isTrusted: true, preventDefault() {} };
    this.listeners[type]?.(event);
    this[`on${type}`]?.(event);
  }

  /** The shopper has set it, or a part of it. */
  set(value) {
    this.focus();
    Object.assign(this, typeof value === "boolean" ? { checked: value } : { value });
    this.act("change");
  }

  leave() {
    focused = null;
    this.act("blur");
  }
}

/**
 * Opens a page; `events` are those that it reports.
 * @param {string} file @param {(event: any) => object} answer
 */
export function openOwnPage(file, answer = () => ({})) {
  const root = new OwnNode("html");
  for (const [, name, id] of readExtension(file).matchAll(/<(\w+)[^>]*?\sid="([^"]+)"/g)) {
    const node = new OwnNode(name);
    node.attributes = { id, type: readExtension(file).match(`id="${id}" type="(\\w+)"`)?.[1] };
    root.append(node);
  }
  const byId = (id) => root.all((node) => node.attributes.id === id)[0] ?? null;
  globalThis.document = /** @type {any} */ ({
    get activeElement() {
      return focused?.isConnected ? focused : root;
    },
    createElement: (name) => new OwnNode(name),
    createElementNS: (_, name) => new OwnNode(name),
    getElementById: byId,
  });
  const events = [];
  const browser = fakeBrowser({ send: async (event) => (events.push(structuredClone(event)), answer(event)) });
  const permissions = { contains: async () => false, request: async () => true };
  const area = { get: async () => ({}) };
  globalThis.chrome = { ...browser, permissions, storage: { local: area, sync: area, managed: area } };
  // Nothing is saved here: what is drawn, the test hands in.
  globalThis.indexedDB = /** @type {any} */ ({ open: () => request(() => null) });
  globalThis.fetch = async () => new Response("{}");
  WebAssembly.compileStreaming = /** @type {any} */ (async () => null);
  return { byId, events };
}

/** What has been set is reported by then. */
export const settled = () => new Promise(setImmediate);

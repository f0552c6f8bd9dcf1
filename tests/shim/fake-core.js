// In place of the two modules that are built from Rust, for scripts that only hand something to them: what the background
// hands to its core is in `told`, our own pages compute nothing.
import { register } from "node:module";

/** The events, in order. @type {any[]} */
export const told = [];
/** Effects by the type of the event that they answer. @type {Record<string, any[]>} */
export const answers = {};
globalThis.core = { told, answers };

const background = `export default async () => ({ memory: new WebAssembly.Memory({ initial: 1 }) });
  export const boot = async () => {};
  export const handle = (event) => (globalThis.core.told.push(event), globalThis.core.answers[event.type] ?? []);`;
const pages = `export default async () => {};
  export class Desk {}
  export const [figure, textOf, shared] = [String, String, String];`;
const addressOf = (text) => `data:text/javascript,${encodeURIComponent(text)}`;
const places = { "./core/core.js": addressOf(background), "./core/pages.js": addressOf(pages) };
register(addressOf(`const places = ${JSON.stringify(places)};
  export const resolve = (name, context, next) => next(places[name] ?? name, context);`));

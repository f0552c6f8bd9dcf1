// The only file that names the browser's API object. Every browser has it under this name.

/** @type {any} */
export const browser = /** @type {any} */ (globalThis).chrome;

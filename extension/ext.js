// The only file that names the browser's API object: Firefox and newer Chrome call it `browser`, older Chrome `chrome`.

/** @type {any} */
export const browser = /** @type {any} */ (globalThis).browser ?? /** @type {any} */ (globalThis).chrome;

// Stands in front of a background, the product's or a peer's: to a message that asks for the clock its answer is told together
// with how long it took from one to the other, when this background was born, and how much memory its modules have.
const events = (/** @type {any} */ (globalThis).browser ?? /** @type {any} */ (globalThis).chrome).runtime.onMessage;
const add = events.addListener.bind(events);
/** @type {WebAssembly.Memory[]} */
const memories = [];

for (const how of /** @type {const} */ (["instantiate", "instantiateStreaming"])) {
  const real = /** @type {any} */ (WebAssembly[how]);
  /** @type {any} */ (WebAssembly)[how] = async (/** @type {any[]} */ ...given) => {
    const made = await real.apply(WebAssembly, given);
    const { memory } = (made.instance ?? made).exports;
    if (memory) memories.push(memory);
    return made;
  };
}

events.addListener = (/** @type {Function} */ listener) =>
  add((/** @type {any} */ message, /** @type {any} */ sender, /** @type {Function} */ reply) => {
    const { clock, ...plain } = Object(message);
    if (!clock) return listener(message, sender, reply);
    const began = performance.now();
    return listener(plain, sender, (/** @type {any} */ answer) => {
      const took = performance.now() - began;
      const wasm = memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
      reply({ answer, took, born: performance.timeOrigin, wasm });
    });
  });

// A request to a database as IndexedDB answers it: later, once whoever asks has said where to.

/** @param {() => any} work */
export const request = (work) => {
  /** @type {any} */
  const asked = {};
  queueMicrotask(() => asked.onsuccess?.((asked.result = work())));
  return asked;
};

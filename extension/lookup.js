// Is an address one of a listed host? Answered by a module of a few KB and a table of hosts, without waking the core. The
// answer is the core's: src/core/host_table.rs, by way of src/lookup.

const [SLASH, LONGEST] = ["/", 254];

/**
 * @typedef {(url: string) => number} Find the position of the longest listed parent of the address's host, as the table
 *   has it; -1 for a host that is not listed and for what is no page of the web; -2 where only the full parser can say. The
 *   address must be one that the browser itself has written out.
 * @typedef {{find: Find, isPlain: () => boolean}} Lookup `isPlain` says whether the address that `find` was asked last has a
 *   public host that is no search engine's
 */

/**
 * @param {string | BufferSource} module its address or bytes
 * @param {Uint8Array} table as the core has built it
 * @returns {Promise<Lookup>}
 */
export async function openLookup(module, table) {
  const bytes = typeof module === "string" ? await (await fetch(module)).arrayBuffer() : module;
  const { instance } = await WebAssembly.instantiate(bytes);
  const { memory, host, room, check, find: ask, plain } = /** @type {any} */ (instance.exports);
  const place = room(table.length);
  if (place === 0) throw new Error("lookup.noRoom");
  new Uint8Array(memory.buffer, place, table.length).set(table);
  if (check() !== 0) throw new Error("lookup.badTable");
  // Only now: the memory was moved when it grew.
  const buffer = new Uint8Array(memory.buffer, host(), LONGEST);
  let length = 0;

  /** @param {string} url @param {number} start @param {number} end where the host begins and ends */
  function named(url, start, end) {
    length = end - start;
    if (length > LONGEST) return -2;
    let all = 0;
    for (let at = 0; at < length; at += 1) {
      const code = url.charCodeAt(start + at);
      buffer[at] = code;
      all |= code;
    }
    return all > 127 ? -2 : ask(length);
  }

  /** @type {Find} */
  function find(url) {
    length = 0;
    const start = url.startsWith("https://") ? 8 : url.startsWith("http://") ? 7 : 0;
    if (start === 0) return isElsewhere(url) ? -1 : -2;
    const end = url.indexOf(SLASH, start);
    if (end <= start) return -2;
    const found = named(url, start, end);
    return found === -2 ? oddly(url, start, end) : found;
  }

  /** With userinfo or a port, or an IP address, or not as a browser writes it. @param {string} url @param {number} start @param {number} end */
  function oddly(url, start, end) {
    const parts = /^(?:[^@\\?#]*@)?(\[[\d.:a-f]+\]|[^@:[\]]+)(?::[1-5]?\d{0,4})?$/.exec(url.slice(start, end));
    if (!parts) return -2;
    if (parts[1].startsWith("[")) return -1;
    const from = url.lastIndexOf(parts[1], end);
    return named(url, from, from + parts[1].length);
  }

  return { find, isPlain: () => plain(length) === 1 };
}

/** Surely no page of the web? @param {string} url */
function isElsewhere(url) {
  return /^(?!http)[\da-z+.-]+:/.test(url);
}

// Is an address one of a listed host? Answered by a module of a few KB and a table of hosts, without waking the core. The
// answer is the core's: src/core/host_table.rs, by way of src/lookup.

const [SLASH, DOT] = ["/", 46];
/** Bytes: room for a host, and the longest with a dot at its end. */
const [ROOM, LONGEST] = [256, 254];

/**
 * @typedef {(url: string) => number} Find the position of the longest listed parent of the address's host, as the table
 *   has it; -1 for a host that is not listed and for what is no page of the web; -2 where only the full parser can say. The
 *   address must be one that the browser itself has written out.
 * @typedef {{find: Find, isPlain: (url: string) => boolean}} Lookup `isPlain` says whether the address has a public host that is no
 *   search engine's
 */

/**
 * @param {string | BufferSource} module its address or bytes
 * @param {Uint8Array} table as the core has built it
 * @returns {Promise<Lookup>}
 */
export async function openLookup(module, table) {
  const bytes = typeof module === "string" ? await (await fetch(module)).arrayBuffer() : module;
  const { instance } = await WebAssembly.instantiate(bytes);
  const { memory, host, room, check, rules_out, find: ask, plain } = /** @type {any} */ (instance.exports);
  const place = room(table.length);
  if (place === 0) throw new Error("lookup.noRoom");
  new Uint8Array(memory.buffer, place, table.length).set(table);
  if (check() !== 0) throw new Error("lookup.badTable");
  // Only now: the memory was moved when it grew.
  const buffer = new Uint8Array(memory.buffer, host(), ROOM);
  /**
   * Writes what of the host stands before `at`, from its end, until this many dots are met.
   * @param {string} url @param {number} from @param {number} at @param {number} to @param {number} dots
   * @returns {number} where it stopped; -1 where a character is none of ASCII
   */
  function written(url, from, at, to, dots) {
    const shift = ROOM - to - 1;
    let all = 0;
    for (; at > from; at -= 1) {
      const code = url.charCodeAt(at - 1);
      if (code === DOT && (dots -= 1) === 0) break;
      buffer[at + shift] = code;
      all |= code;
    }
    return all < 128 ? at : -1;
  }

  /** @param {string} url @param {number} from @param {number} to where the host begins and ends @param {boolean} isForm */
  function named(url, from, to, isForm) {
    if (to - from > LONGEST) return -2;
    const at = written(url, from, to, to, 2);
    if (at < 0) return -2;
    // Nearly always the last two labels are enough.
    if (!isForm && rules_out(to - at)) return -1;
    if (written(url, from, at, to, Infinity) < 0) return -2;
    return !isForm ? ask(to - from) : plain(to - from) || -2;
  }

  /** Asks for a host's position, or whether its form is plain. @param {string} url @param {boolean} isForm */
  function asked(url, isForm) {
    const from = startOf(url);
    if (from === 0) return isElsewhere(url) ? -1 : -2;
    const to = url.indexOf(SLASH, from);
    if (to <= from) return -2;
    const said = named(url, from, to, isForm);
    return said === -2 ? oddly(url, from, to, isForm) : said;
  }

  /**
   * With userinfo or a port, or an IP address, or not as a browser writes it.
   * @param {string} url @param {number} from @param {number} to @param {boolean} isForm
   */
  function oddly(url, from, to, isForm) {
    const parts = /^(?:[^@\\?#]*@)?(\[[\d.:a-f]+\]|[^@:[\]]+)(?::[1-5]?\d{0,4})?$/.exec(url.slice(from, to));
    if (!parts) return -2;
    if (parts[1].startsWith("[")) return -1;
    const host = url.lastIndexOf(parts[1], to);
    return named(url, host, host + parts[1].length, isForm);
  }

  return { find: (url) => asked(url, false), isPlain: (url) => asked(url, true) === 1 };
}

/** Where the host begins in an address of the web; else 0. @param {string} url */
function startOf(url) {
  if (!url.startsWith("http")) return 0;
  return url.startsWith("://", 4) ? 7 : url.startsWith("s://", 4) ? 8 : 0;
}

/** Surely no page of the web? @param {string} url */
function isElsewhere(url) {
  return /^(?!http)[\da-z+.-]+:/.test(url);
}

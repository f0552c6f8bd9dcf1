// Who is measured: each is built from the list's hosts and finds one in an address, -1 for none. The same code runs in Node and
// in a browser; `load(path)` gives a peer's module, `bytes(path)` a file. Each has the form in which it is fastest here.

/** @typedef {(url: string) => number} Find */
/** @typedef {{load: (path: string) => Promise<any>, bytes: (path: string) => Promise<Uint8Array<ArrayBuffer>>, size: number}} Tools */
/**
 * @typedef Candidate
 * @property {string} title
 * @property {(hosts: string[], tools: Tools) => Promise<Find>} make
 * @property {boolean} [nodeOnly] too slow, or not packed for browsers
 * @property {number} [most] the longest list that is feasible
 * @property {(hosts: number) => number} [few] how many addresses are feasible
 * @property {string} [differs] where its answers are not those of a walk over the host's suffixes
 */

/**
 * The host in an address as browsers write them: its end by `indexOf`, its characters not looked at, unless there is a port or
 * a name of a user. @param {string} url
 */
export function hostOf(url) {
  const start = url.charCodeAt(4) === 58 ? 7 : 8;
  const end = url.indexOf("/", start);
  const host = url.slice(start, end < 0 ? undefined : end);
  return host.includes(":") || host.includes("@") ? new URL(url).hostname : host;
}

/** From a host to its place in the list, through JSON as it would be stored. @param {string[]} hosts */
export const mapOf = (hosts) => new Map(JSON.parse(JSON.stringify(hosts)).map((/** @type {string} */ host, /** @type {number} */ at) => [host, at]));

/** @param {Map<string, number>} map @param {string} host */
function walk(map, host) {
  for (let rest = host; ; ) {
    const at = map.get(rest);
    if (at !== undefined) return at;
    const dot = rest.indexOf(".");
    if (dot < 0) return -1;
    rest = rest.slice(dot + 1);
  }
}

const escaped = (/** @type {string} */ text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
const reversed = (/** @type {string} */ text) => text.split("").reverse().join("");
const few = (/** @type {number} */ hosts) => Math.max(10, Math.round(350_000 / hosts));

/** One regular expression a store, over the reversed host and the decoded path. @param {string} before @param {boolean} isHostOnly */
const regexes = (before, isHostOnly) => async (/** @type {string[]} */ hosts) => {
  const all = hosts.map((host) => new RegExp(`${before}${escaped(reversed(host))}(?=[./]|$)`));
  return (/** @type {string} */ url) => {
    const host = hostOf(url);
    let text = reversed(host);
    if (!isHostOnly) {
      const path = url.slice(url.indexOf(host) + host.length).replace(/\+/g, " ");
      try {
        text += decodeURIComponent(path);
      } catch {
        text += path;
      }
    }
    for (let at = 0; at < all.length; at++) if (all[at].exec(text)?.index === 0) return at;
    return -1;
  };
};

/** @type {Record<string, Candidate>} */
export const CANDIDATES = {
  ours: {
    title: "Pointback: flat table, tiny WASM module",
    differs: "leaves a host with characters that hosts do not have to the full parser",
    make: async (_, { load, bytes, size }) => {
      const [{ openLookup }, wasm, table] = await Promise.all([load("lookup.js"), bytes("lookup.wasm"), bytes(`table-${size}.bin`)]);
      const lookup = await openLookup(wasm, table);
      return (url) => lookup.find(url);
    },
  },
  walk: {
    title: "JSON, Map, new URL, walk over suffixes",
    make: async (hosts) => {
      const map = mapOf(hosts);
      return (url) => walk(map, new URL(url).hostname);
    },
  },
  tldts: {
    title: "JSON, Map, tldts",
    differs: "does not see stores that are listed by a subdomain",
    make: async (hosts, { load }) => {
      const map = mapOf(hosts);
      const { getDomain } = await load("tldts/dist/index.esm.min.js");
      const lean = { validateHostname: false, detectIp: false, mixedInputs: false };
      return (url) => map.get(getDomain(url, lean) ?? "") ?? -1;
    },
  },
  hntrie: {
    title: "uBlock Origin's hntrie (WASM), scan by hand",
    make: async (hosts, { load, bytes }) => {
      const { default: Trie } = await load("@gorhill/ubo-core/js/hntrie.js");
      const trie = new Trie();
      const module = await WebAssembly.compile(await bytes("@gorhill/ubo-core/js/wasm/hntrie.wasm"));
      if (!(await trie.enableWASM(async () => module, ""))) throw new Error("hntrie runs without WASM");
      const root = trie.createTrieFromIterable(hosts);
      return (url) => trie.setNeedle(hostOf(url)).matches(root);
    },
  },
  scan: {
    title: "array, endsWith",
    few,
    make: async (hosts) => (url) => {
      const host = hostOf(url);
      return hosts.findIndex((one) => host.endsWith(one) && (host.length === one.length || host[host.length - one.length - 1] === "."));
    },
  },
  ghostery: {
    title: "Ghostery's adblocker, ||host^$document",
    nodeOnly: true,
    make: async (hosts, { load }) => {
      const { FiltersEngine, Request } = await load("@ghostery/adblocker/dist/esm/index.js");
      const engine = FiltersEngine.parse(hosts.map((host) => `||${host}^$document`).join("\n"), { enableOptimizations: true });
      return (url) => (engine.match(Request.fromRawDetails({ url, type: "document" })).match ? 0 : -1);
    },
  },
  regexes: { title: "a regex a store, as an open extension does it", nodeOnly: true, few, most: 35_000, make: regexes("", false) },
  anchored: { title: "the same, anchored, without the path", nodeOnly: true, few, most: 35_000, make: regexes("^", true) },
};

/**
 * How many answers differ from those of a walk over the suffixes: is there a store or not, and where it tells which, which?
 * @param {Find} find @param {string[]} hosts @param {string[]} urls
 */
export function differences(find, hosts, urls) {
  const map = new Map(hosts.map((host, at) => [host, at]));
  let differ = 0;
  for (const url of urls) if (find(url) < 0 !== walk(map, new URL(url).hostname) < 0) differ += 1;
  return differ;
}

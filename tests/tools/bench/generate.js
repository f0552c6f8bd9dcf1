// Host names and page addresses made from a seed, with the statistics of the real ones that the figures in the README were
// taken with: hosts of 9 to 25 characters, 85 % of them with two labels; addresses of 26 to 140 characters on hosts of three
// labels on average, 58 % (pages of stores: 70 %) of them with www.

const SYLLABLES = "ba be bi bo bu ca ce co da de di do el en er fa fi fo ga go ha he ho in ka ki la le li lo ma me mi mo na ne no on or pa pe pi po ra re ri ro sa se si so sta ta te ti to tra tri un va ve vi wa wi za zo".split(" ");
const ENDINGS = [["com", 50], ["tk", 9], ["info", 8], ["net", 6], ["org", 5], ["co.uk", 4], ["ru", 4], ["fr", 4], ["top", 3], ["de", 3], ["com.au", 2], ["nl", 2]];

/** Numbers below 1 from a seed: xorshift. @param {number} seed */
export function chance(seed) {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** @param {() => number} random */
function makerOfHosts(random) {
  const pick = (/** @type {string[]} */ from) => from[Math.floor(random() * from.length)];
  const word = () => {
    const wanted = 3 + Math.floor((random() + random()) * 8);
    let made = "";
    while (made.length < wanted) made += pick(SYLLABLES);
    return made;
  };
  const total = ENDINGS.reduce((sum, [, weight]) => sum + Number(weight), 0);
  const ending = () => {
    let left = random() * total;
    for (const [name, weight] of ENDINGS) if ((left -= Number(weight)) < 0) return name;
    return "com";
  };
  return { word, host: () => `${random() < 0.08 ? `${word().slice(0, 5)}.` : ""}${word()}.${ending()}` };
}

/** Different host names. @param {number} count @param {number} seed @param {Set<string>} [but] never one of these */
export function hosts(count, seed, but = new Set()) {
  const { host } = makerOfHosts(chance(seed));
  const made = new Set();
  while (made.size < count) {
    const next = host();
    if (!isBelow(next, but)) made.add(next);
  }
  return [...made];
}

/** Addresses of pages on these hosts. @param {string[]} on @param {number} count @param {number} seed @param {number} www share */
export function addresses(on, count, seed, www) {
  const random = chance(seed);
  const { word } = makerOfHosts(random);
  return Array.from({ length: count }, (_, at) => {
    const sub = random() < www ? "www." : random() < 0.3 ? `${word()}.` : "";
    const path = Array.from({ length: 1 + Math.floor(random() * 3) }, word).join("/");
    const query = random() < 0.2 ? `?${word()}=${word()}${word()}&${word()}=${Math.floor(random() * 1e9)}${word()}${word()}` : "";
    return `${random() < 0.85 ? "https" : "http"}://${sub}${on[at % on.length]}/${path}${query}`;
  });
}

/** Is a host, or one above it, among these? @param {string} host @param {Set<string> | Map<string, any>} listed */
export function isBelow(host, listed) {
  for (let rest = host; ; rest = rest.slice(rest.indexOf(".") + 1)) {
    if (listed.has(rest)) return true;
    if (!rest.includes(".")) return false;
  }
}

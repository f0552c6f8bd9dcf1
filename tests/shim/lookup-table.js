// The table of hosts once more, written from its description in src/core/host_table.rs: what both build must be the same.
const [REACH, HEADER, MASK] = [128, 16, (1n << 64n) - 1n];

/** @param {string} host */
function keyOf(host) {
  let hash = 0xcbf29ce484222325n;
  for (let at = host.length - 1; at >= 0; at -= 1) {
    hash = ((hash ^ BigInt(host.charCodeAt(at))) * 0x100000001b3n) & MASK;
  }
  return ((hash ^ (hash >> 32n)) * 0x9e3779b97f4a7c15n) & MASK;
}

/** A host's key as the core hands it over. @param {string} host */
export const halvesOf = (host) => [Number(keyOf(host) & 0xffffffffn), Number(keyOf(host) >> 32n)];

/** Unless told, the position of each host is its number in the list. @param {string[]} hosts @param {(at: number) => number} [position] */
export function tableOf(hosts, position = (at) => at) {
  for (let bits = Math.max(4, Math.ceil(Math.log2(Math.max(1, hosts.length * 2)))); ; bits += 1) {
    const table = filled(hosts, bits, position);
    if (table) return table;
  }
}

/** @param {string[]} hosts @param {number} bits @param {(at: number) => number} position */
function filled(hosts, bits, position) {
  const parents = HEADER + (2 ** bits + REACH) * 8;
  const table = new DataView(new ArrayBuffer(parents + 2 ** bits / 2));
  [..."PBH2"].forEach((letter, at) => table.setUint8(at, letter.charCodeAt(0)));
  table.setUint32(4, bits, true);
  table.setUint32(8, hosts.length, true);
  for (const [number, host] of hosts.entries()) {
    const key = keyOf(host);
    const first = HEADER + Number(key >> BigInt(64 - bits)) * 8;
    let at = first;
    while (table.getUint32(at, true) !== 0) at += 8;
    if (at >= first + REACH * 8) return null;
    table.setUint32(at, Math.max(1, Number(key & 0xffffffffn)), true);
    table.setUint32(at + 4, position(number), true);
    for (let name = host; name.includes("."); name = name.slice(name.indexOf(".") + 1)) {
      const bit = Number(keyOf(name) >> BigInt(62 - bits));
      table.setUint8(parents + (bit >> 3), table.getUint8(parents + (bit >> 3)) | (1 << (bit & 7)));
    }
  }
  return new Uint8Array(table.buffer);
}

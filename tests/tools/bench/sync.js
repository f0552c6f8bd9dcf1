// What a day costs: the newest delta that a portal has published, beside its whole list, both as stored, which is compressed.
// node sync.js PORTAL'S FOLDER RESULT
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gunzipSync } from "node:zlib";

const [data, result] = process.argv.slice(2);
const lists = join(data, "public/rates/v1");
const { payload } = JSON.parse(readFileSync(join(lists, "head.json"), "utf8"));
const { parts } = JSON.parse(Buffer.from(payload, "base64").toString());
const list = parts.retailers;
const delta = list.deltas.find((/** @type {any} */ one) => one.from === list.ver - 1);
const unpacked = (/** @type {string} */ path) => {
  const bytes = readFileSync(join(lists, path));
  return bytes[0] === 0x1f ? gunzipSync(bytes) : bytes;
};
const brotli = (/** @type {string} */ path) => brotliCompressSync(unpacked(path)).length;
writeFileSync(result, JSON.stringify({
  "sync.delta": delta.len, "sync.full": list.len, "sync.raw": list.raw, "sync.delta.brotli": brotli(delta.path), "sync.full.brotli": brotli(list.path),
}));

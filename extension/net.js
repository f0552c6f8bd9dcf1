// The network for the core's module, to whose size the same would add more: no cookies, no referrer, no redirects, a time-out,
// and never more bytes than were asked for. What is fetched, and what becomes of it, the core says.

const TIME_OUT = 20_000;

/**
 * @param {string} url @param {RequestCache} cache @param {string} [token] @param {string} [kind] of the body @param {string} [body]
 * @returns {Promise<{status: number, wait: string | undefined, body: ReadableStream | null}>}
 */
export async function send(url, cache, token, kind, body) {
  /** @type {Record<string, string>} */
  const headers = {};
  if (token !== undefined) headers.authorization = `Bearer ${token}`;
  if (kind !== undefined) headers["content-type"] = kind;
  const answer = await fetch(url, {
    method: body === undefined ? "GET" : "POST",
    headers,
    body,
    cache,
    credentials: "omit",
    referrerPolicy: "no-referrer",
    redirect: "error",
    signal: AbortSignal.timeout(TIME_OUT),
  });
  // `Backoff` is what list servers say before they are in trouble.
  const wait = answer.headers.get("retry-after") ?? answer.headers.get("backoff") ?? undefined;
  return { status: answer.status, wait, body: answer.body };
}

/**
 * @param {ReadableStream<Uint8Array<ArrayBuffer>> | null} stream @param {number} most
 * @returns {Promise<Uint8Array | null>} null as soon as they are more than `most`
 */
export async function capped(stream, most) {
  const parts = [];
  const reader = stream?.getReader();
  for (let length = 0; reader; ) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > most) {
      // The bytes are refused, whatever becomes of the rest.
      reader.cancel().catch(() => null);
      return null;
    }
    parts.push(value);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

/** What gzip has packed. @param {Uint8Array} bytes @param {number} most */
export function unpacked(bytes, most) {
  const packed = new Blob([/** @type {BlobPart} */ (bytes)]).stream();
  return capped(packed.pipeThrough(new DecompressionStream("gzip")), most);
}

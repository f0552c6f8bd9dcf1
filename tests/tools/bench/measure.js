// One candidate on one list, in whatever engine this runs: nanoseconds an address, from its text to the answer.
import { CANDIDATES, differences } from "./candidates.js";

// Short samples and many of them: on a machine that has other work, a long one is always interrupted, and the median of short
// ones hardly ever is.
const LEAST = 1; // ms a sample takes, hundreds of steps of the clock
/** @type {number} what was found, so that no engine may leave the search out */
export let found = 0;

/** @param {(url: string) => number} find @param {string[]} urls @param {number} samples */
function median(find, urls, samples) {
  let at = 0;
  const ask = (/** @type {number} */ count) => {
    const began = performance.now();
    for (let asked = 0; asked < count; asked++) {
      found += find(urls[at]);
      if (++at === urls.length) at = 0;
    }
    return (performance.now() - began) / count;
  };
  ask(urls.length); // until the engine has compiled it
  const count = Math.min(urls.length, Math.ceil(LEAST / ask(urls.length)));
  const times = Array.from({ length: samples }, () => ask(count));
  return times.sort((a, b) => a - b)[samples >> 1] * 1e6;
}

/**
 * @param {string} name of the candidate @param {Record<"hosts" | "miss" | "hit", string[]>} corpus
 * @param {import("./candidates.js").Tools} tools @param {number} samples
 */
export async function measure(name, { hosts, miss, hit }, tools, samples) {
  const { make, few, differs } = CANDIDATES[name];
  const listed = hosts.slice(0, tools.size);
  const began = performance.now();
  const find = await make(listed, tools);
  find(miss[0]);
  const first = performance.now() - began;
  // Every nth address, so that the few are spread over all of them.
  const step = few ? Math.ceil(miss.length / few(listed.length)) : 1;
  const some = (/** @type {string[]} */ urls) => urls.filter((_, at) => at % step === 0);
  const [misses, hits] = [some(miss), some(hit)];
  const differ = differences(find, listed, [...misses, ...hits]);
  if (differ > 0 && !differs) throw new Error(`${name} answers ${differ} of ${misses.length + hits.length} addresses differently`);
  const enough = few ? Math.min(samples, 15) : samples;
  return { miss: median(find, misses, enough), hit: median(find, hits, enough), first, differ, find, misses };
}

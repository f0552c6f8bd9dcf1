// One candidate in a browser: lookup.html?NAME,SIZE,SAMPLES. What comes out is the text of the page.
import { measure } from "./measure.js";

const [name, size, samples] = location.search.slice(1).split(",");
const bytes = async (/** @type {string} */ path) => new Uint8Array(await (await fetch(path)).arrayBuffer());
const read = async (/** @type {string} */ path) => (await fetch(`${path}.json`)).json();

try {
  const [hosts, miss, hit] = await Promise.all([read("hosts"), read("miss"), read("hit")]);
  const tools = { size: Number(size), bytes, load: (/** @type {string} */ path) => import(`./${path}`) };
  const figures = await measure(name, { hosts, miss, hit }, tools, Number(samples));
  document.body.textContent = JSON.stringify({ miss: figures.miss, hit: figures.hit, first: figures.first });
} catch (error) {
  document.body.textContent = JSON.stringify({ error: String(error) });
}

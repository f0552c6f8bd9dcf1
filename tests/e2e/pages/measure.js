// Wakes the core again and again inside the browser and says how long it took, in milliseconds: from what was saved,
// and from the package, which is everything that a new list takes and the writing besides.
import init, { boot } from "./core/core.js";

const median = (times) => times.sort((a, b) => a - b)[times.length >> 1];
const base = new URL("./", location.href).href;

const forget = () =>
  new Promise((resolve, reject) => {
    const opening = indexedDB.open("pointback");
    opening.onerror = reject;
    opening.onsuccess = () => {
      const change = opening.result.transaction("state", "readwrite");
      change.objectStore("state").clear();
      change.oncomplete = () => resolve(opening.result.close());
    };
  });

async function time(prepare) {
  const times = [];
  for (let round = 0; round < 15; round += 1) {
    await prepare();
    const start = performance.now();
    await boot(base, null, () => {});
    times.push(performance.now() - start);
  }
  return median(times);
}

await init({ module_or_path: new URL("core/core_bg.wasm", base) });
const package_ = await time(forget);
const saved = await time(async () => {});
document.body.textContent = JSON.stringify({ package: package_, saved });

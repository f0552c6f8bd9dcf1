import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import test from "node:test";
import { messagesOf, readExtension } from "./fake-browser.js";

const extension = new URL("../../extension/", import.meta.url);
const languages = readdirSync(new URL("_locales/", extension));
const core = (file) => readFileSync(new URL(`../../src/core/${file}`, import.meta.url), "utf8");
const english = messagesOf("en");
const all = (text, pattern) => [...text.matchAll(pattern)].map((match) => match[1]);
const camel = (name) => name[0].toLowerCase() + name.slice(1);

const folder = readdirSync(extension).filter((file) => /\.(js|html)$/.test(file)).map(readExtension);
const sources = [...folder, readFileSync(new URL("../../manifest.json", import.meta.url), "utf8")].join("\n");

/** What ends a key that has one message for each plural form of a language. */
const FORM = /_(?:zero|one|two|few|many|other)$/;
const counted = new Set(all(sources, /\bcounted\("(\w+)"/g));
/** The name by which our code asks for a message. */
const nameOf = (key) => (counted.has(key.replace(FORM, "")) ? key.replace(FORM, "") : key);
/** Families of messages that are asked for by a word of the core: "reason_${reason}". */
const families = new Set(all(sources, /`(\w+)_\$\{/g));
const familyOf = (key) => key.split("_")[0];

/** Every key that this language must have. */
function keysFor(language) {
  const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
  const keys = Object.keys(english).map((key) => {
    const name = nameOf(key);
    return name === key ? [key] : pluralCategories.map((form) => `${name}_${form}`);
  });
  return [...new Set(keys.flat())];
}

test("every message that is asked for exists", () => {
  const asked = all(sources, /\bt\(\s*"([^"]+)"/g);
  const marked = all(sources, /data-i18n(?:-label)?="([^"]+)"/g);
  const declared = all(sources, /__MSG_(\w+)__/g);
  const names = new Set(Object.keys(english).map(nameOf));
  assert.ok(asked.length > 100 && marked.length > 30 && declared.length > 1, "the sources were not found");
  assert.deepEqual([...asked, ...marked, ...declared, ...counted].filter((name) => !names.has(name)), []);
  const known = new Set(Object.keys(english).map(familyOf));
  assert.deepEqual([...families].filter((family) => !known.has(family)), []);
});

test("every message is asked for", () => {
  // Keys in tables and conditions stand as plain strings.
  const isAsked = (key) => sources.includes(`"${nameOf(key)}"`) || sources.includes(`__MSG_${key}__`);
  const isOfFamily = (key) => key.includes("_") && families.has(familyOf(key));
  assert.deepEqual(Object.keys(english).filter((key) => !isAsked(key) && !isOfFamily(key)), []);
});

for (const language of languages) {
  test(`${language} has every message, every plural form, and nothing else`, () => {
    const has = Object.keys(messagesOf(language));
    const wanted = keysFor(language);
    const missing = wanted.filter((key) => !has.includes(key));
    const unknown = has.filter((key) => !wanted.includes(key));
    assert.deepEqual({ missing, unknown }, { missing: [], unknown: [] });
  });

  test(`${language} takes the same values as English in each message`, () => {
    const messages = messagesOf(language);
    const values = (/** @type {string} */ text) => [...new Set(all(text, /\$([1-9])/g))].sort().join();
    // "One store found" need not say the number.
    const isSame = (key, own, general) => own === general || (own === "" && /_(zero|one|two)$/.test(key));
    const different = Object.keys(messages).filter((key) => {
      const general = english[key] ?? english[`${nameOf(key)}_other`];
      return general && !isSame(key, values(messages[key].message), values(general.message));
    });
    assert.deepEqual(different, []);
  });

  test(`${language} is fit for the browser and for those who listen`, () => {
    const messages = messagesOf(language);
    const text = (key) => messages[key]?.message ?? "";
    assert.deepEqual(Object.keys(messages).filter((key) => !text(key).trim()), [], "empty messages");
    assert.equal(text("language"), language);
    assert.match(text("direction"), /^(ltr|rtl)$/);
    assert.ok(text("extensionDescription").length <= 132, "the stores take 132 characters");
    // Who speaks to the computer says what stands on the button (WCAG 2.5.3).
    const short = (key) => text(key.replace(/At$/, "Short")) || text(key.replace(/At$/, ""));
    const named = Object.keys(messages).filter((key) => /At$/.test(key) && short(key));
    const isHeard = (key) => text(key).toLowerCase().includes(short(key).toLowerCase());
    assert.ok(named.length >= 5, String(named));
    assert.deepEqual(named.filter((key) => !isHeard(key)), []);
  });
}

/** The words of the core that each family of messages has an answer to, and no others. */
function wordsOfTheCore() {
  const variants = (file, pattern) => all(core(file).match(pattern)[1], /^ {4}([A-Z]\w+)/gm).map(camel);
  const words = (file, name) => all(core(file).match(new RegExp(`words!\\(${name} \\{([^}]*)\\}`))[1], /"(\w+)" =>/g);
  const reasons = variants("decision.rs", /pub enum Reason \{([^}]*)\}/);
  const steps = variants("view/site.rs", /pub enum StepView \{([\s\S]*?)\n\}/);
  return {
    reason: reasons,
    remedy: reasons,
    trip: steps.filter((step) => step !== "failed"), // says its code
    freshness: variants("subscription.rs", /pub enum Freshness \{([^}]*)\}/),
    light: words("activation/health.rs", "Light"),
    health: words("activation/health.rs", "Health"),
    evidence: words("policy/evidence.rs", "Class"),
    action: words("receipt.rs", "Action"),
  };
}

const wordsIn = (family) =>
  Object.keys(english).filter((key) => key.startsWith(`${family}_`)).map((key) => key.slice(family.length + 1));

for (const [family, words] of Object.entries(wordsOfTheCore())) {
  test(`every ${family} that the core knows can be read, and no other`, () => {
    assert.ok(words.length > 2, String(words));
    assert.deepEqual(wordsIn(family).sort(), [...words].sort());
  });
}

test("every code that a shopper may see has a sentence, and no other", () => {
  const below = (folder) => readdirSync(new URL(`../../${folder}/`, import.meta.url), { recursive: true })
    .filter((file) => /\.rs$/.test(file))
    .map((file) => readFileSync(new URL(`../../${folder}/${file}`, import.meta.url), "utf8"));
  const named = (texts) => new Set(all(texts.join("\n"), /"([a-z][a-zA-Z]*\.[a-z][a-zA-Z]*)"/g));
  const inside = readdirSync(new URL("../../src/core/", import.meta.url), { recursive: true });
  const files = inside.filter((file) => /^(error|activation|painter|engine\/(?!test).*)\.rs$/.test(file));
  const seen = [...named(files.map(core))].filter((code) => /^(list|net|portal|signIn|trip)\./.test(code));
  assert.ok(seen.length > 15, String(seen));
  const silent = new Set(["portal.noBalances"]);
  const answered = new Set(wordsIn("code").map((word) => word.replace("_", ".")));
  assert.deepEqual(seen.filter((code) => !silent.has(code) && !answered.has(code)), []);
  const anywhere = named([...below("src/core"), ...below("src/wasm"), sources]);
  assert.deepEqual([...answered].filter((code) => !anywhere.has(code)), []);
});

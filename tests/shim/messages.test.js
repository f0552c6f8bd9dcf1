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

const sources = readdirSync(extension).filter((file) => /\.(js|html)$/.test(file)).map(readExtension).join("\n");

test("every message that is used exists, and every message is used", () => {
  const named = all(sources, /\bt\(\s*"([^"@]+)"/g);
  const marked = all(sources, /data-i18n(?:-label)?="([^"]+)"/g);
  // Keys in tables and conditions stand as plain strings; those with a tail are built from a word of the core.
  const hasTail = /^(code|reason|remedy|trip|freshness|light|health|evidence|action|breakEven)_|^extension[A-Z]/;
  const isNamed = (key) => sources.includes(`"${key}"`) || hasTail.test(key);
  assert.deepEqual([...named, ...marked].filter((key) => !(key in english)), []);
  assert.deepEqual(Object.keys(english).filter((key) => !isNamed(key)), []);
});

test("every language takes the same values in each message", () => {
  for (const language of languages) {
    const messages = messagesOf(language);
    for (const [key, { message }] of Object.entries(english)) {
      const values = (text) => [...new Set(all(text, /\$([1-9])/g))].sort();
      assert.deepEqual(values(messages[key].message), values(message), `${language}: ${key}`);
      assert.ok(messages[key].message.trim(), `${language}: ${key} is empty`);
    }
    assert.equal(messages.language.message, language);
    assert.ok(messages.extensionDescription.message.length <= 132);
  }
});

test("every reason for silence can be read, with what the shopper can do", () => {
  const [, body] = core("decision.rs").match(/pub enum Reason \{([^}]*)\}/);
  const reasons = all(body, /^ {4}([A-Z]\w+),/gm).map(camel);
  assert.ok(reasons.length >= 9, String(reasons));
  for (const reason of reasons) {
    assert.ok(english[`reason_${reason}`], reason);
    assert.ok(english[`remedy_${reason}`], reason);
  }
});

test("every step of a click and every freshness of a list has a word", () => {
  const [, steps] = core("view/site.rs").match(/pub enum StepView \{([\s\S]*?)\n\}/);
  for (const step of all(steps, /^ {4}([A-Z]\w+)/gm).map(camel)) {
    if (step !== "failed") assert.ok(english[`trip_${step}`], step);
  }
  const [, freshness] = core("subscription.rs").match(/pub enum Freshness \{([^}]*)\}/);
  for (const word of all(freshness, /^ {4}([A-Z]\w+),/gm).map(camel)) assert.ok(english[`freshness_${word}`], word);
});

test("everything that a trip can suffer and a receipt can say has a word", () => {
  const families = { light: ["activation/health.rs", "Light"], health: ["activation/health.rs", "Health"] };
  Object.assign(families, { evidence: ["policy/evidence.rs", "Class"], action: ["receipt.rs", "Action"] });
  for (const [family, [file, name]] of Object.entries(families)) {
    const [, body] = core(file).match(new RegExp(`words!\\(${name} \\{([^}]*)\\}`));
    const words = all(body, /"(\w+)" =>/g);
    assert.ok(words.length > 2, family);
    for (const word of words) assert.ok(english[`${family}_${word}`], `${family}_${word}`);
  }
});

test("every way in which a list or a click can fail has a sentence", () => {
  const inside = readdirSync(new URL("../../src/core/", import.meta.url), { recursive: true });
  const files = inside.filter((file) => /^(error|activation|painter|engine\/(?!test).*)\.rs$/.test(file));
  const codes = files.flatMap((file) => all(core(file), /"((?:list|net|portal|signIn|trip)\.[a-zA-Z]+)"/g));
  assert.ok(codes.length > 15, String(codes));
  const silent = new Set(["portal.noBalances"]);
  const missing = codes.filter((code) => !silent.has(code) && !(`code_${code.replaceAll(".", "_")}` in english));
  assert.deepEqual(missing, []);
});

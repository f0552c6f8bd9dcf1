// A browser object with our real messages, for tests in Node.
import { readFileSync } from "node:fs";

const extension = new URL("../../extension/", import.meta.url);

export const readExtension = (path) => readFileSync(new URL(path, extension), "utf8");

export const messagesOf = (language) => JSON.parse(readExtension(`_locales/${language}/messages.json`));

/** The browser's own i18n.getMessage for these messages: `$1` to `$9`, and `""` for an unknown key. */
export function translator(language) {
  const messages = messagesOf(language);
  return (key, values = []) => {
    const text = messages[key]?.message ?? "";
    return text.replace(/\$([1-9])/g, (_, place) => values[place - 1] ?? "");
  };
}

/** @param {{language?: string, send?: (event: any) => Promise<any>}} [wishes] */
export function fakeBrowser({ language = "en", send = async () => ({}) } = {}) {
  const listeners = [];
  return {
    i18n: { getMessage: translator(language), getUILanguage: () => (language === "en" ? "en-US" : language) },
    runtime: { id: "us", sendMessage: send, onMessage: { addListener: (listener) => listeners.push(listener) } },
    /** Lets a message arrive, and says what is answered. */
    deliver: (message) => {
      let answer;
      listeners.forEach((listener) => listener(message, {}, (said) => (answer = said)));
      return answer;
    },
  };
}

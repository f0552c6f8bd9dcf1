// The search engines whose results are labelled, for whoever asks for access to them or hears from them.
/** Exactly the pages that can carry labels. */
export const SEARCHES = { origins: ["*://www.google.com/*", "*://www.bing.com/*", "*://duckduckgo.com/*"] };

// Lints of the shim and of the scripts that test it. Undefined names are tsc's to find (tests/tsconfig.json).
import js from "@eslint/js";

const markup = ["innerHTML", "outerHTML", "insertAdjacentHTML"].map((property) => ({
  property,
  message: "Text only: build elements and set textContent.",
}));

export default [
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  js.configs.recommended,
  {
    languageOptions: { ecmaVersion: 2024, sourceType: "module" },
    rules: {
      curly: ["error", "multi-line"],
      eqeqeq: "error",
      "no-empty": ["error", { allowEmptyCatch: false }],
      "no-implied-eval": "error",
      "no-eval": "error",
      "no-new-func": "error",
      "no-undef": "off",
      "no-var": "error",
      "prefer-const": "error",
    },
  },
  {
    files: ["extension/**/*.js"],
    rules: { "no-console": ["error", { allow: ["error", "info", "debug"] }], "no-restricted-properties": ["error", ...markup] },
  },
  {
    // What runs in pages are classic scripts: no imports.
    files: ["extension/content.js", "extension/card-style.js", "extension/card-guard.js", "extension/card.js"],
    languageOptions: { sourceType: "script" },
  },
];

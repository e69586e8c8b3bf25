import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";

// What stands in public/page.js, in the order in which each finds what it uses.
const files = [
  "search-fold.ts",
  "typed-digits.ts",
  "page-script/frame.ts",
  "page-script/places.ts",
  "page-script/plain-forms.ts",
  "page-script/waiting.ts",
  "page-script/begin.ts",
];

/** The files as one plain script for browsers, without types, comments and margins. */
export function pageScript(): string {
  const parts = files.map((file) => {
    const source = readFileSync(new URL(`../../app/_ui/${file}`, import.meta.url), "utf8");
    return stripTypeScriptTypes(source)
      .replaceAll(/^import [^;]*;$/gm, "")
      .replaceAll(/^export /gm, "")
      .replaceAll(/^\s*\/\*\*[\s\S]*?\*\/$/gm, "")
      .replaceAll(/^\s*\/\/.*$/gm, "")
      .replaceAll(/[ \t]+$/gm, "")
      .replaceAll(/^[ \t]+/gm, "")
      .replaceAll(/[ \t]{2,}/g, " ")
      .replaceAll(/\n+/g, "\n")
      .trim();
  });
  return `(() => {\n${parts.join("\n")}\n})();\n`;
}

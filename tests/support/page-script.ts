import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";

// What stands in public/page.js, in the order in which each finds what it uses.
const files = [
  "../../lib/i18n/search-fold.ts",
  "typed-digits.ts",
  "page-script/frame.ts",
  "page-script/places.ts",
  "page-script/plain-forms.ts",
  "page-script/waiting.ts",
  "page-script/begin.ts",
];

/** What stands in public/log-receipt.js. */
const receiptFiles = ["judge.ts", "facts.ts", "begin.ts"].map(
  (file) => `../[locale]/[region]/transparency/_browser/${file}`,
);

/** The script of the inbox, which public/page.js fetches there. */
export function pushScript(): string {
  return plainScript(["../[locale]/[region]/cabinet/inbox/_browser/begin.ts"]);
}

/** The script of the page of wishes, which public/page.js fetches there. */
export function wishesScript(): string {
  return plainScript(["../[locale]/[region]/cabinet/applications/_wishes/_browser/begin.ts"]);
}

/** The script of the list of kindergartens, which public/page.js fetches there. */
export function kindergartensScript(): string {
  return plainScript([
    "../../lib/kindergartens/nearest.ts",
    "../[locale]/[region]/kindergartens/_browser/begin.ts",
  ]);
}

/** The script of the transparency page, which public/page.js fetches there. */
export function receiptScript(): string {
  return plainScript(receiptFiles);
}

/** The one script of still pages. */
export function pageScript(): string {
  return plainScript(files);
}

/** The files as one plain script for browsers, without types, comments and margins. */
function plainScript(of: readonly string[]): string {
  const parts = of.map((file) => {
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

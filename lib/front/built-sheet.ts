import { readFileSync } from "node:fs";

const sheet = /<link\b[^>]*\brel="stylesheet"[^>]*\bhref="(\/_next\/static\/[^"]+\.css[^"]*)"/;

/**
 * The address of the portal's style sheet, for pages that the front writes itself: its name changes with each build,
 * and a page that the build wrote tells it. Undefined where nothing is built.
 */
export function builtSheet(): string | undefined {
  try {
    const page = new URL("../../.next/server/app/_not-found.html", import.meta.url);
    return sheet.exec(readFileSync(page, "utf8"))?.[1];
  } catch {
    return undefined;
  }
}

import { createHash } from "node:crypto";

const inlineScript = /<script(?![^>]*\ssrc=)([^>]*)>([\s\S]*?)<\/script>/g;

/**
 * The hashes of the scripts that stand inside a page, as a policy names them (CSP 3 §6.7.2: of the text between the
 * tags, UTF-8). Data blocks such as `application/json` do not run and need none, but do no harm.
 */
export function inlineScriptHashes(html: string): string[] {
  const hashes = new Set<string>();
  for (const [, , text] of html.matchAll(inlineScript)) {
    if (text) hashes.add(`sha256-${createHash("sha256").update(text).digest("base64")}`);
  }
  return [...hashes];
}

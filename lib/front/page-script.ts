import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

/** The address of the one script of still pages. It carries the content's hash, so that browsers may keep it for good. */
export function pageScriptAddress(): string {
  const text = readFileSync(new URL("../../public/page.js", import.meta.url));
  return `/page.js?v=${createHash("sha256").update(text).digest("base64url").slice(0, 12)}`;
}

import { isLocale } from "#lib/i18n/locales.ts";

// The base only lets relative paths be parsed; nothing is ever sent there (RFC 2606 keeps the name free).
const base = "https://portal.invalid";
const longest = 1000;

function hasControlCharacter(value: string): boolean {
  for (const char of value) {
    const code = char.codePointAt(0) ?? 0;
    if (code < 0x20 || code === 0x7f) return true;
  }
  return false;
}

/**
 * Where a person goes after signing in: only a page of the same region's portal on this site, in any language, never
 * the sign-in itself; null for everything else. The answer is rebuilt from the parsed address, not echoed. Pure.
 */
export function safeReturnPath(value: unknown, regionSlug: string): string | null {
  if (typeof value !== "string" || value.length === 0 || value.length > longest) return null;
  // Browsers read a backslash as a slash and drop tabs and line ends: «/\host» and «/<tab>/host» leave the site.
  if (!value.startsWith("/") || value.startsWith("//")) return null;
  if (value.includes("\\") || hasControlCharacter(value)) return null;
  let url: URL;
  try {
    url = new URL(value, base);
  } catch {
    return null;
  }
  if (url.origin !== base || url.username !== "" || url.password !== "") return null;
  // An encoded slash or backslash is read differently by proxies and by the router.
  if (/%(?:2f|5c|00)/iu.test(url.pathname) || url.pathname.includes("//")) return null;
  const [, locale, region, page] = url.pathname.split("/");
  if (!isLocale(locale) || region !== regionSlug || page === "sign-in") return null;
  return `${url.pathname}${url.search}${url.hash}`;
}

import { newHumanCode } from "#lib/platform/ids.ts";

const length = 16;

/**
 * The secret under which anyone who holds the paper can check it: 76 bits, in letters that are also easy to read off
 * the paper and type.
 */
export function newDocumentToken(): string {
  return newHumanCode(length);
}

/** As printed: `7KXR-24BD-…`. */
export function groupToken(token: string): string {
  return token.match(/.{1,4}/g)?.join("-") ?? "";
}

/** What a person typed or a camera read, brought to the form that is kept; null when it cannot be a token. */
export function readToken(typed: string): string | null {
  const bare = typed.toUpperCase().replace(/[\s\p{Pd}_.]/gu, "");
  return new RegExp(`^[0-9A-Z]{${length}}$`).test(bare) ? bare : null;
}

/** The public page of a document, as the QR code carries it. */
export function verifyAddress(
  origin: string,
  place: { readonly locale: string; readonly regionSlug: string },
  token: string,
): string {
  return `${origin}/${place.locale}/${place.regionSlug}/verify/${token}`;
}

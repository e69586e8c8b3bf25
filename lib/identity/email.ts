import { fail, ok, type Result } from "#lib/platform/result.ts";

const shape =
  /^[^\s@"<>(),:;[\]\\\p{Cc}]{1,64}@((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9])$/iu;

/**
 * An e-mail address: one @, a domain with a dot, at most 254 characters (RFC 5321). Whether it works only a letter
 * can tell. The domain is lowered; the part before @ belongs to its server and is kept.
 * @returns the address, or `email-shape`.
 */
export function parseEmail(text: string): Result<string, "email-shape"> {
  const typed = text
    .normalize("NFC")
    .replace(/\p{Cf}/gu, "")
    .trim();
  const local = typed.slice(0, typed.lastIndexOf("@"));
  const dotted = local.startsWith(".") || local.endsWith(".") || local.includes("..");
  if (typed.length > 254 || dotted || !shape.test(typed)) return fail("email-shape");
  return ok(`${local}@${typed.slice(local.length + 1).toLowerCase()}`);
}

/** `a***@example.kz`: enough for the owner to recognise, too little for a stranger. */
export function maskEmail(address: string): string {
  const at = address.lastIndexOf("@");
  return at < 1 ? "***" : `${Array.from(address)[0] ?? ""}***${address.slice(at)}`;
}

import { createHash, randomBytes, randomInt, randomUUID } from "node:crypto";

/** A random identifier of a row (UUID v4, lower case). */
export function newId(): string {
  return randomUUID();
}

/** A random secret for a cookie, ticket or link: `bytes` of entropy in base64url. */
export function newSecret(bytes = 32): string {
  return randomBytes(bytes).toString("base64url");
}

/** SHA-256 of a secret or of a document, lower-case hex: what the database keeps instead of the secret itself. */
export function sha256Hex(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}

// No 0/O, 1/I/L, no vowels: a code that is dictated over the phone and never spells a word.
const codeAlphabet = "23456789BCDFGHJKMNPQRSTVWXZ";

/** A code a person types or dictates, e.g. the entry code on the notice: `length` letters and digits. */
export function newHumanCode(length = 8): string {
  const limit = 256 - (256 % codeAlphabet.length);
  let code = "";
  while (code.length < length) {
    for (const byte of randomBytes(length * 2)) {
      if (byte < limit && code.length < length) code += codeAlphabet[byte % codeAlphabet.length];
    }
  }
  return code;
}

/**
 * Four digits for two screens that a person compares, or to carry from one to the other: no secret by itself, for it can
 * be guessed. @param other a code that it must not be taken for
 */
export function newShortCode(other?: string): string {
  for (;;) {
    const code = String(randomInt(10_000)).padStart(4, "0");
    if (code !== other) return code;
  }
}

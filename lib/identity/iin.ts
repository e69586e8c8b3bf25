import { fail, ok, type Result } from "#lib/platform/result.ts";

/**
 * The individual identification number. A number that somebody typed is checked to the last digit, because a slip of
 * the finger is far more likely than an odd number. A number out of a certificate or a register is believed as it is:
 * since government decree № 853 of 26.08.2013 its digits promise nothing about the person, and numbers that fail the
 * check digit are in use.
 */

/** Spaces of any width, hyphens, dots and the invisible marks that come along when a number is pasted. */
const separators = /[\s\p{Cf}\p{Pd}.]/gu;
const label = /^(?:ИИН|ЖСН|IIN)[:№#]*/iu;

function compact(text: string): string {
  return text.normalize("NFKC").replace(separators, "").replace(label, "");
}

/**
 * A number typed or pasted by a person.
 * @returns twelve digits, or `iin-length` with the count of digits that were typed, or `iin-check-digit`.
 */
export function parseTypedIin(
  text: string,
): Result<string, "iin-length", { readonly n: number }> | Result<string, "iin-check-digit"> {
  const digits = compact(text);
  if (!/^\d{12}$/.test(digits)) {
    const n = digits.replace(/\D/g, "").length;
    // Twelve digits and a stray letter: the count would say «12 of 12», so the doubt is told instead.
    return n === 12 ? fail("iin-check-digit") : fail("iin-length", { n });
  }
  return hasCheckDigit(digits) ? ok(digits) : fail("iin-check-digit");
}

/** A number that a register or a certificate vouches for: twelve digits, the check digit not asked. Null otherwise. */
export function readBelievedIin(text: string): string | null {
  const digits = text.trim();
  return /^\d{12}$/.test(digits) ? digits : null;
}

/**
 * The twelfth digit: weights 1…11 modulo 11; when that gives 10, a second pass with the weights turned by two; when
 * that gives 10 too, such a number is never issued. Source: the algorithm published with the register of IINs, as
 * public validators apply it.
 */
export function hasCheckDigit(iin: string): boolean {
  if (!/^\d{12}$/.test(iin)) return false;
  const digit = checkDigitOf(iin.slice(0, 11));
  return digit !== null && digit === Number(iin[11]);
}

/** The check digit of the first eleven digits, or null where no number may be issued. */
export function checkDigitOf(first: string): number | null {
  const digits = Array.from(first, Number);
  const pass = (turn: number): number =>
    digits.reduce((sum, digit, index) => sum + digit * (((index + turn) % 11) + 1), 0) % 11;
  const once = pass(0);
  if (once < 10) return once;
  const twice = pass(2);
  return twice < 10 ? twice : null;
}

export type IinHints = {
  readonly birthDate: string | null;
  readonly sex: "male" | "female" | null;
};

/**
 * What the digits seem to say. Only a hint that may be shown beside a field, never a ground to refuse: a difference
 * from the register «is not an error» (Ministry of Justice, 05.04.2019).
 */
export function iinHints(iin: string): IinHints {
  const mark = Number(iin[6]);
  if (!/^\d{12}$/.test(iin) || mark < 1 || mark > 6) return { birthDate: null, sex: null };
  const year = 1800 + Math.floor((mark - 1) / 2) * 100 + Number(iin.slice(0, 2));
  const date = `${year}-${iin.slice(2, 4)}-${iin.slice(4, 6)}`;
  const instant = new Date(`${date}T00:00:00Z`);
  const real = !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(date);
  return { birthDate: real ? date : null, sex: mark % 2 === 1 ? "male" : "female" };
}

/** `8706****0009`: how an IIN is shown to anyone but its owner, and in logs. */
export function maskIin(iin: string): string {
  return iin.length === 12 ? `${iin.slice(0, 4)}****${iin.slice(8)}` : "****";
}

/** `870612 490009` with a no-break space: six digits are what the eye compares with a document. */
export function groupIin(iin: string): string {
  return iin.length === 12 ? `${iin.slice(0, 6)}\u00A0${iin.slice(6)}` : iin;
}

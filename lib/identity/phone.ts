import { fail, ok, type Result } from "#lib/platform/result.ts";

/** Mobile numbers of Kazakhstan, national part: the ranges of libphonenumber's metadata. */
const mobile = /^7(?:0[0-25-8]|47|6[0-4]|7[15-8]|85)\d{7}$/;

/**
 * A Kazakhstan mobile number as people write it: `8 701 …`, `+7 (701) …`, `7701…`, `701…`.
 * @returns E.164, e.g. `+77017008345`; or `phone-not-mobile`.
 */
export function parseMobilePhone(text: string): Result<string, "phone-not-mobile"> {
  const typed = text.normalize("NFKC").replace(/[\s\p{Cf}\p{Pd}().]/gu, "");
  const national = /^(?:\+7|8|7)?(\d{10})$/.exec(typed)?.[1];
  return national !== undefined && mobile.test(national)
    ? ok(`+7${national}`)
    : fail("phone-not-mobile");
}

/** `+777****8345`, as the manuals show a number to someone who may not be its owner. */
export function maskPhone(e164: string): string {
  return e164.length === 12 ? `${e164.slice(0, 4)}****${e164.slice(-4)}` : "****";
}

/** `+7 701 700 83 45` with no-break spaces. */
export function groupPhone(e164: string): string {
  const parts = /^\+7(\d{3})(\d{3})(\d{2})(\d{2})$/.exec(e164);
  return parts === null ? e164 : ["+7", ...parts.slice(1)].join("\u00A0");
}

/** The second fact of the public queue check: the last four digits of the applicant's phone. */
export function phoneTail(e164: string): string {
  return e164.slice(-4);
}

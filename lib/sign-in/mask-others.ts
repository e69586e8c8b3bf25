import { maskIin } from "#lib/identity/iin.ts";

/**
 * The same value with every IIN hidden that is not one of these: in the middle of a text, as a key and at any depth.
 * Records are full of other people (the other parent, an earlier applicant), and none of them asked to be handed out.
 * Dates become ISO texts. Pure.
 */
export function maskOthers(value: unknown, own: ReadonlySet<string>): unknown {
  if (typeof value === "string") return masked(value, own);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map((each) => maskOthers(each, own));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [masked(name, own), maskOthers(each, own)]),
  );
}

function masked(text: string, own: ReadonlySet<string>): string {
  // Spaces as people and forms group them: six and six.
  return text.replaceAll(/(?<!\d)\d{6}[\s\u00a0]?\d{6}(?!\d)/gu, (found) => {
    const digits = found.replaceAll(/\D/gu, "");
    return own.has(digits) ? found : maskIin(digits);
  });
}

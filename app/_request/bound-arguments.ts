import { notFound } from "next/navigation";

// What a page binds to an action travels as a hidden field in clear: anybody can write anything there, so it is read like
// an address of the portal, and what the portal has never written is «not found».

/** A number, a code or an id. */
export function codeArgument(given: unknown): string {
  const code = String(given);
  if (!/^[\w-]{1,60}$/.test(code)) notFound();
  return code;
}

/** An instant as `Date.toISOString` writes it. */
export function instantArgument(given: unknown): Date {
  const at = new Date(typeof given === "string" ? given : Number.NaN);
  if (Number.isNaN(at.getTime()) || at.toISOString() !== given || !/^[12]\d{3}-/.test(given)) {
    notFound();
  }
  return at;
}

import { notFound } from "next/navigation";
import type { z } from "zod";

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

/** Several things at once, as the room's own schema reads them. */
export function shapedArgument<T>(schema: z.ZodType<T>, given: unknown): T {
  const read = schema.safeParse(given);
  return read.success ? read.data : notFound();
}

import { z } from "zod";
import { locales } from "#lib/i18n/locales.ts";
import { parseEmail } from "#lib/identity/email.ts";
import { parseMobilePhone } from "#lib/identity/phone.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import type { Contact } from "./records.ts";

/** The fields of «how to reach you» as a form sends them, in the order in which they stand. */
export const profileFields = ["email", "phone", "secondPhone", "locale"] as const;
export type ProfileField = (typeof profileFields)[number];

/** Codes of one field; the page has a sentence for each. */
export type ProfileProblem = {
  readonly field: ProfileField;
  readonly code: "required" | "email-shape" | "phone-not-mobile" | "phones-equal" | "not-in-list";
};

const typed = z.string().max(400).default("");

const shape = z.strictObject({
  email: typed,
  phone: typed,
  secondPhone: typed,
  locale: z.enum(locales, { error: "not-in-list" }),
});

/**
 * Reads the contacts a person typed. The e-mail is required (manual 003: it is asked at the first entry); phones may
 * be absent here and are asked for with an application.
 */
export function readProfile(
  fields: Readonly<Record<ProfileField, unknown>>,
): Result<Contact, "invalid", readonly ProfileProblem[]> {
  const parsed = shape.safeParse(fields);
  if (!parsed.success) {
    const broken = profileFields.filter((field) =>
      parsed.error.issues.some((issue) => issue.path[0] === field),
    );
    return fail(
      "invalid",
      broken.map((field) => ({ field, code: codeOfBroken(field) })),
    );
  }
  const problems: ProfileProblem[] = [];
  const email = parseEmail(parsed.data.email);
  if (parsed.data.email.trim() === "") problems.push({ field: "email", code: "required" });
  else if (!email.ok) problems.push({ field: "email", code: email.code });
  const phone = readPhone("phone", parsed.data.phone, problems);
  const secondPhone = readPhone("secondPhone", parsed.data.secondPhone, problems);
  if (secondPhone !== null && secondPhone === phone) {
    problems.push({ field: "secondPhone", code: "phones-equal" });
  }
  if (!email.ok || problems.length > 0) return fail("invalid", problems);
  return ok({ email: email.value, phone, secondPhone, locale: parsed.data.locale });
}

function readPhone(
  field: "phone" | "secondPhone",
  text: string,
  problems: ProfileProblem[],
): string | null {
  if (text.trim() === "") return null;
  const phone = parseMobilePhone(text);
  if (phone.ok) return phone.value;
  problems.push({ field, code: phone.code });
  return null;
}

function codeOfBroken(field: ProfileField): ProfileProblem["code"] {
  if (field === "locale") return "not-in-list";
  return field === "email" ? "email-shape" : "phone-not-mobile";
}

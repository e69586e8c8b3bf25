import { z } from "zod";
import { locales } from "#lib/i18n/locales.ts";
import { parseEmail } from "#lib/identity/email.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import {
  channelChoices,
  contactProblems,
  phoneOrNull,
  profileFields,
  type ProfileField,
  type ProfileProblem,
} from "./contact-rules.ts";
import type { Contact } from "./records.ts";

const typed = z.string().max(400).default("");

const shape = z.strictObject({
  email: typed,
  phone: typed,
  secondPhone: typed,
  locale: z.enum(locales, { error: "not-in-list" }),
  channels: z.enum(channelChoices, { error: "not-in-list" }).default("all"),
});

/** Reads the contacts that a form sent; nothing a browser says is believed. */
export function readProfile(
  fields: Readonly<Partial<Record<ProfileField, unknown>>>,
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
  const problems = contactProblems(parsed.data);
  const email = parseEmail(parsed.data.email);
  if (!email.ok || problems.length > 0) return fail("invalid", problems);
  return ok({
    email: email.value,
    phone: phoneOrNull(parsed.data.phone) ?? null,
    secondPhone: phoneOrNull(parsed.data.secondPhone) ?? null,
    locale: parsed.data.locale,
    channels: parsed.data.channels,
  });
}

function codeOfBroken(field: ProfileField): ProfileProblem["code"] {
  if (field === "locale" || field === "channels") return "not-in-list";
  return field === "email" ? "email-shape" : "phone-not-mobile";
}

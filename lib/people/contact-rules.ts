import { parseEmail } from "#lib/identity/email.ts";
import { parseMobilePhone } from "#lib/identity/phone.ts";

/** The fields of «how to reach you» as a form sends them, in the order in which they stand. */
export const profileFields = ["email", "phone", "secondPhone", "locale", "channels"] as const;
export type ProfileField = (typeof profileFields)[number];

/** By which channels somebody wants to hear; what the law prescribes goes by all that are known. */
export const channelChoices = ["all", "sms", "email"] as const;
export type ChannelChoice = (typeof channelChoices)[number];

/** The contacts that a code confirms. */
export const confirmedFields = ["email", "phone", "secondPhone"] as const;
export type ConfirmedField = (typeof confirmedFields)[number];

/** Codes of one field; the page has a sentence for each. */
export type ProfileProblem = {
  readonly field: ProfileField;
  readonly code: "required" | "email-shape" | "phone-not-mobile" | "phones-equal" | "not-in-list";
};

/**
 * What there is to mend in contacts as typed. The e-mail is required (manual 003: it is asked at the first entry);
 * phones may be absent here and are asked for with an application. The form asks this on leaving a field, the server
 * on saving.
 */
export function contactProblems(
  typed: Readonly<Record<"email" | "phone" | "secondPhone", string>>,
): ProfileProblem[] {
  const problems: ProfileProblem[] = [];
  if (typed.email.trim() === "") problems.push({ field: "email", code: "required" });
  else if (!parseEmail(typed.email).ok) problems.push({ field: "email", code: "email-shape" });
  const phone = phoneOrNull(typed.phone);
  const second = phoneOrNull(typed.secondPhone);
  if (phone === undefined) problems.push({ field: "phone", code: "phone-not-mobile" });
  if (second === undefined) problems.push({ field: "secondPhone", code: "phone-not-mobile" });
  else if (second !== null && second === phone) {
    problems.push({ field: "secondPhone", code: "phones-equal" });
  }
  return problems;
}

/** E.164; null where nothing was typed, undefined where it is no mobile number of Kazakhstan. */
export function phoneOrNull(typed: string): string | null | undefined {
  if (typed.trim() === "") return null;
  const phone = parseMobilePhone(typed);
  return phone.ok ? phone.value : undefined;
}

type Reachable = Readonly<Record<"email" | "phone" | "secondPhone", string | null>>;

/**
 * The profile's contacts before those of an application, which may be a year old; but who only gave an e-mail to the
 * profile, as the first entry asks for it, is still called at the application's phones. Pure.
 */
export function completedBy<Known extends Reachable>(
  contact: Known,
  application: Reachable,
): Known {
  const named = contact.phone !== null || contact.secondPhone !== null;
  const { phone, secondPhone } = named ? contact : application;
  return { ...contact, email: contact.email ?? application.email, phone, secondPhone };
}

/** Where news go that no law prescribes: by the chosen channel, or by the other where that one is not known. Pure. */
export function reachOfContact(contact: {
  readonly phone: string | null;
  readonly email: string | null;
  readonly channels: ChannelChoice;
}): { readonly phone: string | null; readonly email: string | null } {
  const { phone, email, channels } = contact;
  if (channels === "sms" && phone !== null) return { phone, email: null };
  if (channels === "email" && email !== null) return { phone: null, email };
  return { phone, email };
}

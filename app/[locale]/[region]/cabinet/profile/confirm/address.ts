import { type ConfirmedField, confirmedFields } from "#lib/people/contact-rules.ts";

/** Which contact an address or a form names; null for anything else. */
export function confirmedFieldOf(value: unknown): ConfirmedField | null {
  return confirmedFields.find((field) => field === value) ?? null;
}

/** The page on which a contact's code is typed, after `/{locale}/{region}`. It names the field, never what stands in it. */
export function confirmPath(field: ConfirmedField): string {
  return `/cabinet/profile/confirm?field=${field}`;
}

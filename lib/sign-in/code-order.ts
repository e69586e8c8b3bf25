import type { Locale } from "#lib/i18n/locales.ts";

/** What a code is good for; one purpose never serves another. */
export type CodePurpose = "cabinet" | "one-time" | "recovery-phone" | "contact" | "staff";

export type CodeRecipient = { readonly channel: "sms" | "email"; readonly to: string };

export type CodeOrder = {
  readonly regionId: number;
  readonly purpose: CodePurpose;
  /** Whose account it is about, in clear: an IIN or a staff login. Only a pseudonym of it is kept. */
  readonly subject: string;
  readonly personId: string | null;
  /** E.164 phone or e-mail address; null: a decoy, which costs the same and fits nothing. */
  readonly recipient: CodeRecipient | null;
  /** What the page shows, e.g. `+777****8345`. */
  readonly masked: string;
  readonly browserSecret: string;
  /** Whether this browser was in the account before: its budget is apart from that of strangers. */
  readonly knownDevice: boolean;
  /** The visitor's network address, empty when unknown. */
  readonly address: string;
  /** Digits, of the region's policy. */
  readonly length: number;
  readonly locale: Locale;
};

import type { Translator } from "#lib/i18n/translate.ts";
import { type ProfileProblem, profileFields } from "#lib/people/contact-rules.ts";

export type ProfileTexts = {
  readonly email: string;
  readonly emailHint: string;
  readonly phone: string;
  readonly secondPhone: string;
  readonly secondPhoneHint: string;
  readonly optional: string;
  readonly language: string;
  readonly channelsLabel: string;
  readonly channelsHint: string;
  readonly save: string;
  readonly unexpected: string;
  /** By the number of fields to mend. */
  readonly summary: Readonly<Record<number, string>>;
  readonly problems: Readonly<Record<ProfileProblem["code"], string>>;
};

/** The name under which typing into the form is kept while the person signs in again. */
export const profileTyping = "profile";

/** The form's words in one language: a client component gets texts, not catalogues. */
export function profileTexts(t: Translator, first: boolean): ProfileTexts {
  return {
    email: t("profile.email"),
    emailHint: t("profile.emailHint"),
    phone: t("profile.phone"),
    secondPhone: t("profile.secondPhone"),
    secondPhoneHint: t("profile.secondPhoneHint"),
    optional: t("profile.optional"),
    language: t("profile.language"),
    channelsLabel: t("profile.channels.label"),
    channelsHint: t("profile.channels.hint"),
    save: first ? t("profile.saveFirst") : t("profile.save"),
    unexpected: t("error.signed-out"),
    summary: Object.fromEntries(
      profileFields.map((_, index) => [index + 1, t("error.summary", { n: index + 1 })]),
    ),
    problems: {
      required: t("error.required"),
      "email-shape": t("error.email-shape"),
      "phone-not-mobile": t("error.phone-not-mobile"),
      "phones-equal": t("error.phones-equal"),
      "not-in-list": t("error.not-in-list"),
    },
  };
}

import type { Translator } from "#lib/i18n/translate.ts";

/** What a field checked on leaving may say, by code; `{n}` is filled in where the digits are counted. */
export function fieldWords(t: Translator): Readonly<Record<string, string>> {
  return {
    "email-shape": t("error.email-shape"),
    "phone-not-mobile": t("error.phone-not-mobile"),
    "iin-length": t("error.iin-length", { n: "{n}" }),
    "iin-check-digit": t("error.iin-check-digit"),
  };
}

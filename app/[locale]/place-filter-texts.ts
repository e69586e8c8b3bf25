import type { Locale } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";

/** The few texts that the search needs in the browser. */
export function placeFilterTexts(locale: Locale) {
  const t = translator(locale);
  return {
    label: t("region.search.label"),
    hint: t("region.search.hint"),
    find: t("common.find"),
    found: t("region.searchFound", { n: "{n}" }),
    none: t("region.searchNone"),
  };
}

import { type Locale, locales } from "#lib/i18n/locales.ts";

import type { Language } from "./language-switch.tsx";

/** A language's own name, as its speakers write it; the browser's data knows them, so no catalogue repeats them. */
function ownName(locale: Locale): string {
  const name = new Intl.DisplayNames(locale, { type: "language" }).of(locale) ?? locale;
  return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1);
}

let languages: readonly Language[] | undefined;

/**
 * The languages of the portal as `LanguageSwitch` shows them: the three letters in sight, and the rest of the name.
 * Looked up once: every page shows them, and asking the browser's data takes longer than writing the row.
 */
export function languagesOfPortal(): readonly Language[] {
  languages ??= locales.map((locale) => {
    const name = ownName(locale);
    return { locale, short: name.slice(0, 3), rest: name.slice(3) };
  });
  return languages;
}

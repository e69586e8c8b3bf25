import type { Locale } from "#lib/i18n/locales.ts";

import { classNames } from "./class-names.ts";

export type Language = {
  readonly locale: Locale;
  readonly short: string;
  /** What follows the short name, for a screen reader. */
  readonly rest: string;
};

type LanguageSwitchProps = {
  readonly locale: Locale;
  /** The page's address after the language, with its query: `/akmola/help`; empty on the chooser. */
  readonly path: string;
  readonly label: string;
  /** `languagesOfPortal()`. */
  readonly languages: readonly Language[];
};

/** The same page in another language: plain links with `lang` and `hreflang`. */
export function LanguageSwitch({ locale, path, label, languages }: LanguageSwitchProps) {
  return (
    <nav aria-label={label}>
      <ul className="flex">
        {languages.map(({ locale: other, short, rest }) => (
          <li key={other}>
            <a
              href={`/${other}${path}`}
              lang={other}
              hrefLang={other}
              aria-current={other === locale ? "true" : undefined}
              className={classNames(
                "inline-flex min-h-11 min-w-11 items-center justify-center px-1.5 text-sm",
                other === locale
                  ? "font-bold text-ink underline decoration-sky decoration-2 underline-offset-4"
                  : "text-link",
              )}
            >
              {short}
              <span className="sr-only">{rest}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

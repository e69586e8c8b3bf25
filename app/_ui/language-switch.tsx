import { locales } from "#lib/i18n/locales.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";

import { classNames } from "./class-names.ts";

type LanguageSwitchProps = {
  readonly locale: Locale;
  /** The page's address after the language, with its query: `/akmola/help`; empty on the chooser. */
  readonly path: string;
};

/** A language's own name, as its speakers write it; the browser's data knows them, so no catalogue repeats them. */
function ownName(locale: Locale): string {
  const name = new Intl.DisplayNames(locale, { type: "language" }).of(locale) ?? locale;
  return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1);
}

const shortName = (locale: Locale): string => ownName(locale).slice(0, 3);

/** The same page in another language: plain links with `lang` and `hreflang`. */
export function LanguageSwitch({ locale, path }: LanguageSwitchProps) {
  return (
    <nav aria-label={translator(locale)("header.language")}>
      <ul className="flex">
        {locales.map((other) => (
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
              {shortName(other)}
              <span className="sr-only">{ownName(other).slice(3)}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

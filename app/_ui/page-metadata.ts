import type { Metadata } from "next";

import { locales } from "#lib/i18n/locales.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";

type PageFacts = {
  readonly locale: Locale;
  /** The address after the language, as for `Page`. */
  readonly path: string;
  readonly title: string;
  /** The region's name in the title of its pages. */
  readonly region?: string | undefined;
  readonly description?: string;
};

/** Title, description and the same page in the other languages, for `generateMetadata`. */
export function pageMetadata({ locale, path, title, region, description }: PageFacts): Metadata {
  const t = translator(locale);
  const [address = ""] = path.split("?");
  return {
    title:
      region === undefined
        ? t("meta.titlePlain", { page: title })
        : t("meta.title", { page: title, region }),
    description: description ?? t("meta.description"),
    alternates: {
      languages: Object.fromEntries(locales.map((other) => [other, `/${other}${address}`])),
    },
  };
}

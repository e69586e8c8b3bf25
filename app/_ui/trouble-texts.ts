import type { Locale } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";
import { groupPhone } from "#lib/identity/phone.ts";

import type { FrameRegion } from "./header.tsx";
import type { TroubleTexts } from "./trouble.tsx";

/** What the layouts of the portal and of a region hand down to their error pages. */
export function troubleTexts(locale: Locale, region?: FrameRegion): TroubleTexts {
  const t = translator(locale);
  const phone = region && {
    label: t("header.phone"),
    text: groupPhone(region.supportPhone),
    href: `tel:${region.supportPhone}`,
  };
  return {
    home: region === undefined ? `/${locale}` : `/${locale}/${region.slug}`,
    toHome: t("common.toHome"),
    retry: t("common.retry"),
    notFoundTitle: t("error.page.404.title"),
    notFound: t("error.page.404.text"),
    errorTitle: t("error.page.500.title"),
    error: t("error.page.500.textNoPhone", { id: "{id}" }),
    errorShort: t("error.page.500.short"),
    phone,
  };
}

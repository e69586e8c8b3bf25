import { groupPhone } from "#lib/identity/phone.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";

import { FooterView } from "./footer-view.tsx";
import type { FrameRegion } from "./header.tsx";

type FooterProps = { readonly locale: Locale; readonly region?: FrameRegion | undefined };

/** Help, support phone, accessibility, another region: the same place on every page. */
export function Footer({ locale, region }: FooterProps) {
  const t = translator(locale);
  return (
    <FooterView
      locale={locale}
      home={region === undefined ? null : `/${locale}/${region.slug}`}
      phone={
        region === undefined
          ? null
          : { href: `tel:${region.supportPhone}`, text: groupPhone(region.supportPhone) }
      }
      words={{
        title: t("footer.about.title"),
        text: t("footer.about.text"),
        label: t("footer.label"),
        help: t("help.title"),
        look: t("a11y.title"),
        change: t("region.change"),
        support: t("help.support"),
      }}
    />
  );
}

import { groupPhone } from "#lib/identity/phone.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";

import { FooterOnce } from "./frame-once.tsx";
import { FooterView } from "./footer-view.tsx";
import type { FrameRegion } from "./header.tsx";

type FooterProps = {
  readonly locale: Locale;
  readonly region?: FrameRegion | undefined;
  /** As for `Header`. */
  readonly still?: boolean;
};

/** Help, support phone, accessibility, another region: the same place on every page. */
export function Footer({ locale, region, still = false }: FooterProps) {
  const t = translator(locale);
  const View = still ? FooterView : FooterOnce;
  return (
    <View
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
        log: t("log.title"),
        figures: t("statistics.title"),
        look: t("a11y.title"),
        change: t("region.change"),
        support: t("help.support"),
      }}
    />
  );
}

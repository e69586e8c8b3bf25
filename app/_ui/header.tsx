import { groupPhone } from "#lib/identity/phone.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";

import { HeaderOnce } from "./frame-once.tsx";
import { HeaderView, type NavItem } from "./header-view.tsx";
import { languagesOfPortal } from "./language-names.ts";
import { lookGroups } from "./look-settings.tsx";

export type { NavItem } from "./header-view.tsx";

/** What the frame of a page shows of the region; a `Portal` of #lib/regions/views.ts fits. */
export type FrameRegion = {
  readonly slug: string;
  readonly names: Readonly<Record<Locale, string>>;
  /** E.164. */
  readonly supportPhone: string;
};

type HeaderProps = {
  readonly locale: Locale;
  readonly path: string;
  readonly region?: FrameRegion | undefined;
  /** The menu's item on which the reader stands. */
  readonly here?: NavItem | undefined;
  /** The signed-in person's name: shown on the way to the cabinet. */
  readonly person?: string | undefined;
  /** Of a still page: nothing of it is sent again as data. */
  readonly still?: boolean;
};

/** Region and its phone, the menu, language, appearance, the way to the cabinet. Opens without JavaScript. */
export function Header({ locale, path, region, here, person, still = false }: HeaderProps) {
  const t = translator(locale);
  const View = still ? HeaderView : HeaderOnce;
  return (
    <View
      locale={locale}
      path={path}
      home={region === undefined ? `/${locale}` : `/${locale}/${region.slug}`}
      phone={
        region && { href: `tel:${region.supportPhone}`, text: groupPhone(region.supportPhone) }
      }
      here={here}
      person={person}
      words={{
        home: t("header.nav.home"),
        kindergartens: t("header.nav.kindergartens"),
        apply: t("header.nav.apply"),
        referral: t("header.nav.referral"),
        check: t("header.nav.check"),
        cabinet: t("header.nav.cabinet"),
        phone: t("header.phone"),
        menu: t("header.menu"),
        menuLabel: t("header.menuLabel"),
        brand: t("header.brand"),
        // «г. Петропавловск» is one word to the eye.
        place: (region?.names[locale] ?? t("header.country")).replace(/\.\s/g, ".\u00a0"),
        language: t("header.language"),
        look: t("a11y.title"),
        moreLook: t("a11y.more"),
      }}
      languages={languagesOfPortal()}
      look={lookGroups(locale, ["size", "contrast", "theme"])}
    />
  );
}

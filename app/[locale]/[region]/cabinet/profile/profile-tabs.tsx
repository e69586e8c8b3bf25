import { Tabs } from "#app/_ui/tabs.tsx";
import type { PortalPage } from "#app/_request/region.ts";
import { translator } from "#lib/i18n/translate.ts";

const profileTabs = ["data", "link", "password"] as const;
export type ProfileTab = (typeof profileTabs)[number];

/** The tab that an address names; what it does not know is the first. */
export function profileTabOf(value: string | undefined): ProfileTab {
  return profileTabs.find((tab) => tab === value) ?? "data";
}

export function profileTabPath(tab: ProfileTab): string {
  return tab === "data" ? "/cabinet/profile" : `/cabinet/profile?tab=${tab}`;
}

/** «Мои данные», «Привязка» (manual 002), «Пароль». */
export function ProfileTabs({ place, tab }: { place: PortalPage; tab: ProfileTab }) {
  const { locale, root } = place;
  const t = translator(locale);
  const labels = {
    data: t("profile.tab.data"),
    link: t("profile.link.tab"),
    password: t("profile.tab.password"),
  };
  return (
    <Tabs
      label={t("profile.tabs")}
      tabs={profileTabs.map((each) => ({
        label: labels[each],
        href: `${root}${profileTabPath(each)}`,
        current: each === tab,
      }))}
    />
  );
}

export const applicationTabs = ["info", "history", "documents"] as const;
export type ApplicationTab = (typeof applicationTabs)[number];

/** The tab that an address names; the first for one that names none. */
export function tabOf(named: string | undefined): ApplicationTab {
  return applicationTabs.find((tab) => tab === named) ?? "info";
}

/** The address of an application after the portal's root; the first tab needs no query. */
export function applicationPath(number: string, tab: ApplicationTab = "info"): string {
  const path = `/cabinet/applications/${encodeURIComponent(number)}`;
  return tab === "info" ? path : `${path}?tab=${tab}`;
}

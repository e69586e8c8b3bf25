import { notFound } from "next/navigation";
import { cache } from "react";
import { isLocale, type Locale } from "#lib/i18n/locales.ts";
import { portalBySlug, type Portal } from "#lib/regions/views.ts";

const portal = cache((slug: string) => portalBySlug(slug));

export type PortalPage = {
  readonly locale: Locale;
  readonly portal: Portal;
  /** `/{locale}/{region}`: what every path of the portal begins with. */
  readonly root: string;
};

/**
 * The portal and the language that an address names; «not found» when it names none. The address is navigation, not
 * permission: what a person may see there is decided by the rooms.
 */
export async function loadPortal(address: {
  readonly locale: string;
  readonly region: string;
}): Promise<PortalPage> {
  if (!isLocale(address.locale)) notFound();
  const found = await portal(address.region);
  if (found === null) notFound();
  return { locale: address.locale, portal: found, root: `/${address.locale}/${found.slug}` };
}

import type { Metadata } from "next";

import { pageMetadata } from "#app/_ui/page-metadata.ts";
import { type MessageKey, translator } from "#lib/i18n/translate.ts";
import { loadPortal } from "./region.ts";

type Address = Promise<{ readonly locale: string; readonly region: string }>;

/** The title of a page of a portal, which is all that a personal page tells of itself. */
export async function titleMetadata(params: Address, page: MessageKey): Promise<Metadata> {
  const { locale, portal } = await loadPortal(await params);
  const t = translator(locale);
  return { title: t("meta.title", { page: t(page), region: portal.names[locale] }) };
}

/** The whole of `generateMetadata` of a portal's public page; `path` is the address after the region, e.g. `/help`. */
export async function portalMetadata(
  params: Address,
  path: string,
  title: MessageKey,
): Promise<Metadata> {
  const { locale, portal } = await loadPortal(await params);
  return pageMetadata({
    locale,
    path: `/${portal.slug}${path}`,
    title: translator(locale)(title),
    region: portal.names[locale],
  });
}

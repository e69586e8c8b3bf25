import type { Metadata } from "next";

import { pageMetadata } from "#app/_ui/page-metadata.ts";
import type { MessageKey } from "#lib/i18n/translate.ts";
import { translator } from "#lib/i18n/translate.ts";
import { loadPortal } from "./region.ts";

/** The whole of `generateMetadata` of a portal's public page; `path` is the address after the region, e.g. `/help`. */
export async function portalMetadata(
  params: Promise<{ readonly locale: string; readonly region: string }>,
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

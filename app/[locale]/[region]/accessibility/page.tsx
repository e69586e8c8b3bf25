import type { Metadata } from "next";

import { portalMetadata } from "#app/_request/portal-metadata.ts";
import { loadPortal } from "#app/_request/region.ts";
import { LookSettings } from "#app/_ui/look-settings.tsx";
import { Page } from "#app/_ui/page.tsx";
import { translator } from "#lib/i18n/translate.ts";
import { groupPhone } from "#lib/identity/phone.ts";

export const dynamic = "force-static";
export const revalidate = 300;

export function generateStaticParams() {
  return [];
}

type PageProps = { readonly params: Promise<{ locale: string; region: string }> };

export function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return portalMetadata(params, "/accessibility", "meta.page.accessibility");
}

/** All settings of the appearance, and what the portal promises and does not yet keep. */
export default async function AccessibilityPage({ params }: PageProps) {
  const { locale, portal } = await loadPortal(await params);
  const t = translator(locale);
  return (
    <Page
      still
      locale={locale}
      path={`/${portal.slug}/accessibility`}
      region={portal}
      title={t("a11y.title")}
      lead={t("a11y.can.text")}
      crumbs={[]}
      width="text"
    >
      <LookSettings locale={locale} />
      <section aria-labelledby="statement" className="prose mt-12">
        <h2 id="statement">{t("a11y.statement")}</h2>
        <p>{t("a11y.intro")}</p>
        <h3>{t("a11y.standard.title")}</h3>
        <p>{t("a11y.standard.text")}</p>
        <p>{t("error.noJs")}</p>
        <h3>{t("a11y.limits.title")}</h3>
        <p>{t("a11y.limits.text")}</p>
        <h3>{t("a11y.contact.title")}</h3>
        <p>{t("a11y.contact.text", { phone: groupPhone(portal.supportPhone) })}</p>
      </section>
    </Page>
  );
}

import type { Metadata } from "next";

import { loadPortal } from "#app/_request/region.ts";
import { Link } from "#app/_ui/link.tsx";
import { Page } from "#app/_ui/page.tsx";
import { pageMetadata } from "#app/_ui/page-metadata.ts";
import { translator } from "#lib/i18n/translate.ts";
import { groupPhone } from "#lib/identity/phone.ts";
import { env } from "#lib/platform/env.ts";

import { GuideList } from "./guide-list.tsx";
import { guides } from "./guides.ts";
import { SetupCheck } from "./setup-check.tsx";
import { setupTexts } from "./setup-texts.ts";

export const dynamic = "force-static";
export const revalidate = 300;

export function generateStaticParams() {
  return [];
}

type PageProps = { readonly params: Promise<{ locale: string; region: string }> };

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { locale, portal } = await loadPortal(await params);
  return pageMetadata({
    locale,
    path: `/${portal.slug}/help/ncalayer`,
    title: translator(locale)("help.setup.title"),
    region: portal.names[locale],
  });
}

/** Tries the person's own set-up step by step, and tells in words and pictures how each fault is mended. */
export default async function NcalayerPage({ params }: PageProps) {
  const { locale, portal, root } = await loadPortal(await params);
  const t = translator(locale);
  const { NCALAYER_URL: url, EDS_ALLOW_TEST_CA: testKeys } = env();
  return (
    <Page
      locale={locale}
      path={`/${portal.slug}/help/ncalayer`}
      region={portal}
      title={t("help.setup.title")}
      lead={t("help.setup.lead")}
      crumbs={[{ label: t("help.title"), href: `${root}/help` }]}
      crumb={t("help.setup.crumb")}
      width="text"
    >
      <SetupCheck
        texts={setupTexts(t)}
        locale={locale}
        ncalayer={{ url, testKeys }}
        trialBase64={Buffer.from(t("help.setup.key.text")).toString("base64")}
      />
      <section aria-labelledby="guides" className="mt-12">
        <h2 id="guides" className="text-xl">
          {t("help.setup.guides")}
        </h2>
        <GuideList guides={guides(t)} />
      </section>
      <p className="mt-8">
        {t("help.setup.call")}{" "}
        <Link
          href={`tel:${portal.supportPhone}`}
          className="tabular inline-flex min-h-11 items-center font-semibold"
        >
          {groupPhone(portal.supportPhone)}
        </Link>
      </p>
    </Page>
  );
}

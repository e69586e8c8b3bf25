import type { Metadata } from "next";
import { notFound } from "next/navigation";

import { LinkButton } from "#app/_ui/button.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { Page } from "#app/_ui/page.tsx";
import { pageMetadata } from "#app/_ui/page-metadata.ts";
import { isLocale } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";

import { findPlaces, loadPlaces } from "../chooser-data.ts";
import { placeFilterTexts } from "../place-filter-texts.ts";
import { PlaceFilter } from "../place-filter.tsx";
import { PlaceList } from "../place-list.tsx";

type PageProps = {
  readonly params: Promise<{ locale: string }>;
  readonly searchParams: Promise<{ q?: string | string[] }>;
};

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { locale } = await params;
  if (!isLocale(locale)) return {};
  const title = translator(locale)("region.searchResults");
  return { ...pageMetadata({ locale, path: "/find", title }), robots: { index: false } };
}

/** The answer to the chooser's search without JavaScript. A page of its own: the chooser is static and sees no query. */
export default async function FindPage({ params, searchParams }: PageProps) {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  const t = translator(locale);
  const { q } = await searchParams;
  const question = (typeof q === "string" ? q : "").slice(0, 60);
  const places = findPlaces(await loadPlaces(), question);
  const found = places.served.length + places.unserved.length;
  return (
    <Page
      still
      locale={locale}
      path={`/find?${new URLSearchParams({ q: question }).toString()}`}
      title={t("region.searchResults")}
      lead={found > 0 ? t("region.searchFound", { n: found }) : undefined}
      crumbs={[]}
    >
      <PlaceFilter
        action={`/${locale}/find`}
        question={question}
        texts={placeFilterTexts(locale)}
      />
      <div className="mt-2">
        {found === 0 ? (
          <EmptyState title={t("region.searchNone")}>
            <LinkButton href={`/${locale}`}>{t("region.clear")}</LinkButton>
          </EmptyState>
        ) : (
          <PlaceList places={places} locale={locale} />
        )}
      </div>
    </Page>
  );
}

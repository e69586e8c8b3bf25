import type { Metadata } from "next";
import { notFound } from "next/navigation";

import { Page } from "#app/_ui/page.tsx";
import { pageMetadata } from "#app/_ui/page-metadata.ts";
import { SmallScene } from "#app/_ui/pictures/scenes.tsx";
import { isLocale } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";

import { loadPlaces } from "./chooser-data.ts";
import { ChooserMore } from "./chooser-more.tsx";
import { PlaceFilter } from "./place-filter.tsx";
import { PlaceList } from "./place-list.tsx";
import { placeFilterTexts } from "./place-filter-texts.ts";

export const dynamic = "force-static";
export const revalidate = 300;

/** Nothing at build time: the regions are rows of the installation's own database. */
export function generateStaticParams() {
  return [];
}

type PageProps = { readonly params: Promise<{ locale: string }> };

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { locale } = await params;
  if (!isLocale(locale)) return {};
  return pageMetadata({ locale, path: "", title: translator(locale)("meta.page.regions") });
}

/** Manuals 003 §1 and 004: choose the place, in Akmola the district; services, instructions, support. */
export default async function ChooserPage({ params }: PageProps) {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  const t = translator(locale);
  const places = await loadPlaces();
  return (
    <Page still locale={locale} path="" title={t("region.choose")} lead={t("region.intro")}>
      <div className="grid items-end gap-x-10 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <PlaceFilter action={`/${locale}/find`} texts={placeFilterTexts(locale)} />
        <SmallScene who="child" className="hidden h-48 justify-self-end lg:block" />
      </div>
      <div className="mt-2">
        <PlaceList places={places} locale={locale} />
      </div>
      <ChooserMore locale={locale} places={places.served} />
    </Page>
  );
}

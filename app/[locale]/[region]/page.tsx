import type { Metadata } from "next";

import { loadPortal } from "#app/_request/region.ts";
import { LinkButton } from "#app/_ui/button.tsx";
import { Icon } from "#app/_ui/icon.tsx";
import { Link } from "#app/_ui/link.tsx";
import { Frame } from "#app/_ui/page.tsx";
import { pageMetadata } from "#app/_ui/page-metadata.ts";
import { Steppe } from "#app/_ui/pictures/scenes.tsx";
import { translator } from "#lib/i18n/translate.ts";
import { territoryByKato } from "#lib/regions/territories.ts";
import { districtsOf } from "#lib/regions/views.ts";
import type { Portal } from "#lib/regions/views.ts";

import { ChosenDistrict } from "./chosen-district.tsx";
import { HomeContacts, HomeSteps, HomeTrust } from "./home-sections.tsx";

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
    path: `/${portal.slug}`,
    title: translator(locale)("meta.page.home"),
    region: portal.names[locale],
  });
}

/** «Ваша персональная дошкольная организация»: the home of manual 001, with its three buttons. */
export default async function HomePage({ params }: PageProps) {
  const { locale, portal, root } = await loadPortal(await params);
  const t = translator(locale);
  const districts = portal.hasDistricts ? await districtsOf(portal.id) : [];
  return (
    <Frame still locale={locale} path={`/${portal.slug}`} region={portal} here="home">
      <main id="main" tabIndex={-1}>
        <section className="relative overflow-hidden bg-felt-air">
          <div className="relative mx-auto max-w-page px-4 pt-8 sm:px-6 sm:pt-12">
            <h1 className="max-w-[22ch] text-2xl leading-[1.2] min-[26rem]:text-3xl min-[26rem]:leading-[1.16] lg:text-4xl lg:leading-[1.09]">
              {t("home.hero")}
            </h1>
            <p className="mt-2 flex items-center gap-1.5 text-lg font-semibold text-sky-ink">
              <Icon name="pin" />
              {placeLine(portal, t)}
            </p>
            <p className="mt-4 max-w-text text-ink">{t("home.slogan")}</p>
            <div className="mt-6 flex flex-col gap-3 sm:flex-row sm:flex-wrap">
              <LinkButton href={`${root}/apply`} icon="arrow" iconAfter wide>
                {t("header.nav.apply")}
              </LinkButton>
              <LinkButton href={`${root}/referrals`} look="secondary" wide>
                {t("header.nav.referral")}
              </LinkButton>
              <LinkButton href={`${root}/help#how`} look="secondary" wide>
                <span className="sm:hidden">{t("home.howShort")}</span>
                <span className="hidden sm:inline">{t("home.how")}</span>
              </LinkButton>
            </div>
          </div>
          <Steppe className="-mb-px block h-44 w-full sm:mt-2 sm:h-64 lg:h-80" />
        </section>
        <div className="mx-auto max-w-page px-4 sm:px-6">
          {districts.length > 0 && (
            <ChosenDistrict
              text={t("home.districtChosen", { name: "{name}" })}
              change={{ label: t("common.change"), href: `/${locale}` }}
              districts={Object.fromEntries(
                districts.map((district) => [district.kato, district.names[locale]]),
              )}
            />
          )}
          <HomeSteps locale={locale} root={root} />
          <HomeTrust locale={locale} />
          <HomeContacts locale={locale} root={root} portal={portal} />
          <p className="mt-10 print:hidden">
            <Link href={`/${locale}`} className="inline-flex min-h-11 items-center">
              {t("region.change")}
            </Link>
          </p>
        </div>
      </main>
    </Frame>
  );
}

/** «в г. Уральск», as in manual 001; a whole region is named without a preposition, which Russian would have to decline. */
function placeLine(portal: Portal, t: ReturnType<typeof translator>): string {
  const name = portal.names[t.locale];
  const isCity = territoryByKato(portal.kato)?.kind === "city";
  return isCity ? t("region.inCity", { name }) : name;
}

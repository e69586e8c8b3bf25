import type { Metadata } from "next";
import { notFound } from "next/navigation";

import { loadPortal } from "#app/_request/region.ts";
import { Alert } from "#app/_ui/alert.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { Link } from "#app/_ui/link.tsx";
import { Page } from "#app/_ui/page.tsx";
import { pageMetadata } from "#app/_ui/page-metadata.ts";
import { SummaryList } from "#app/_ui/summary-list.tsx";
import { whole } from "#app/_ui/whole.tsx";
import { currentInstant } from "#db/demo-clock.ts";
import { localDateOf, type LocalDate } from "#lib/calendar/local-date.ts";
import { formatDateFrom, formatDateOn } from "#lib/i18n/formats.ts";
import { translator, type Translator } from "#lib/i18n/translate.ts";
import { groupPhone } from "#lib/identity/phone.ts";
import { byDistance } from "#lib/kindergartens/nearest.ts";
import type { ListedKindergarten } from "#lib/kindergartens/register.ts";
import { kindergartenBySlug, openRegister } from "#lib/kindergartens/views.ts";
import { districtsOf } from "#lib/regions/views.ts";

import { PointsMap } from "../points-map.tsx";
import { distanceIn, hoursIn, langOf, languageList, nameIn, yearsIn } from "../words.ts";

type PageProps = { readonly params: Promise<{ locale: string; region: string; slug: string }> };

const mostNeighbours = 5;

async function load(params: PageProps["params"]) {
  const { slug, ...address } = await params;
  const page = await loadPortal(address);
  const at = await currentInstant();
  const own = await kindergartenBySlug(page.portal.id, slug, at);
  if (own === null) notFound();
  return { ...page, at, own };
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { locale, portal, own } = await load(params);
  return pageMetadata({
    locale,
    path: `/${portal.slug}/kindergartens/${own.slug}`,
    title: nameIn(translator(locale), own.names),
    region: portal.names[locale],
  });
}

/** The passport of a kindergarten: what everybody may know of it. */
export default async function KindergartenPage({ params }: PageProps) {
  const { locale, portal, root: portalRoot, at, own } = await load(params);
  const t = translator(locale);
  const root = `${portalRoot}/kindergartens`;
  const [register, districts] = await Promise.all([
    openRegister(portal.id, at),
    districtsOf(portal.id),
  ]);
  const others = register.filter(({ slug }) => slug !== own.slug);
  const neighbours =
    own.point === null ? [] : byDistance(others, own.point).slice(0, mostNeighbours);
  const district = districts.find(({ kato }) => kato === own.districtKato)?.names[locale];
  const change = lifeWords(t, own, localDateOf(at));
  return (
    <Page
      still
      locale={locale}
      path={`/${portal.slug}/kindergartens/${own.slug}`}
      region={portal}
      here="kindergartens"
      title={nameIn(t, own.names)}
      lead={t(`kindergartens.ownership.${own.ownership}`)}
      crumbs={[{ label: t("header.nav.kindergartens"), href: root }]}
    >
      {change !== null && <Alert title={change} className="mb-6" />}
      <SummaryList className="max-w-form" rows={factsOf(t, own, district)} />
      <section aria-labelledby="groups" className="mt-10">
        <h2 id="groups" className="mb-3 text-xl">
          {t("kindergartens.passport.groups")}
        </h2>
        {own.groups.length === 0 ? (
          <p className="max-w-text">{t("kindergartens.passport.noGroups")}</p>
        ) : (
          <Groups t={t} own={own} />
        )}
      </section>
      <section aria-labelledby="free" className="mt-10 max-w-text">
        <h2 id="free" className="mb-3 text-xl">
          {t("kindergartens.passport.free")}
        </h2>
        <p>{t("kindergartens.passport.freeText")}</p>
        {own.ownership !== "private" && (
          <>
            <p className="mt-3">{t("kindergartens.passport.queue")}</p>
            <p className="mt-5 print:hidden">
              <LinkButton href={`${portalRoot}/apply`}>{t("header.nav.apply")}</LinkButton>
            </p>
          </>
        )}
      </section>
      {own.point !== null && (
        <div className="mt-10 grid items-start gap-x-12 gap-y-8 lg:grid-cols-2">
          <PointsMap
            t={t}
            root={root}
            title={t("kindergartens.map.titleOne")}
            kindergartens={[own, ...neighbours.map(({ each }) => each)]}
            chosen={own.slug}
          />
          {neighbours.length > 0 && (
            <section aria-labelledby="nearby">
              <h2 id="nearby" className="mb-3 text-xl">
                {t("kindergartens.passport.nearby")}
              </h2>
              <ul className="divide-y divide-line border-y border-line">
                {neighbours.map(({ each, metres }) => (
                  <li key={each.slug} className="py-2">
                    <Link
                      href={`${root}/${each.slug}`}
                      className="inline-flex min-h-11 items-center font-semibold"
                    >
                      {nameIn(t, each.names)}
                    </Link>
                    <span className="block text-sm text-ink-soft">
                      {t("kindergartens.passport.straight", { distance: distanceIn(t, metres) })}
                    </span>
                  </li>
                ))}
              </ul>
              <p className="mt-2 print:hidden">
                <Link
                  href={`${root}?near=${own.slug}`}
                  className="inline-flex min-h-11 items-center"
                >
                  {t("kindergartens.near.all")}
                </Link>
              </p>
            </section>
          )}
        </div>
      )}
      <p className="mt-8 print:hidden">
        <Link href={root} className="inline-flex min-h-11 items-center">
          {t("common.toList")}
        </Link>
      </p>
    </Page>
  );
}

/** What is about to change or has, or null. */
function lifeWords(t: Translator, own: ListedKindergarten, today: LocalDate): string | null {
  const { openedOn, closedOn } = own;
  if (closedOn !== null) {
    return closedOn <= today
      ? t("kindergartens.passport.closed", { from: formatDateFrom(t.locale, closedOn) })
      : t("kindergartens.passport.closes", { on: formatDateOn(t.locale, closedOn) });
  }
  if (openedOn === null || openedOn <= today) return null;
  return t("kindergartens.passport.opens", { on: formatDateOn(t.locale, openedOn) });
}

function factsOf(t: Translator, own: ListedKindergarten, district: string | undefined) {
  const link = (href: string, text: string) => (
    <Link href={href} className="inline-flex min-h-11 items-center wrap-anywhere sm:min-h-0">
      {text}
    </Link>
  );
  const { phone, email, site, hours, point } = own;
  const place = point && [point.latitude, point.longitude].map((each) => each.toFixed(5));
  return [
    {
      term: t("common.address"),
      value: <span lang={langOf(t)}>{whole(nameIn(t, own.address))}</span>,
    },
    district !== undefined && { term: t("common.district"), value: district },
    phone !== null && { term: t("common.phone"), value: link(`tel:${phone}`, groupPhone(phone)) },
    email !== null && { term: t("common.email"), value: link(`mailto:${email}`, email) },
    site !== null && {
      term: t("kindergartens.passport.site"),
      value: link(site, new URL(site).host),
    },
    hours !== null && { term: t("common.hours"), value: hoursIn(t, hours) },
    { term: t("kindergartens.language.label"), value: languageList(t, own) },
    {
      term: t("kindergartens.passport.groupKind"),
      value: own.queueTypes.map((type) => (
        <span key={type} className="block">
          {t(`qtype.name.${type}`)}
        </span>
      )),
    },
    place !== null && {
      term: t("kindergartens.passport.coordinates"),
      // A telephone opens its own map.
      value: link(`geo:${place.join(",")}`, place.join(", ")),
    },
  ].filter((fact) => fact !== false);
}

function Groups({ t, own }: { readonly t: Translator; readonly own: ListedKindergarten }) {
  const several = own.queueTypes.length > 1;
  return (
    <ul className="max-w-form divide-y divide-line border-y border-line">
      {own.groups.map((group) => (
        <li key={group.id} className="flex flex-wrap items-baseline gap-x-6 gap-y-1 py-2.5">
          <span className="min-w-0 grow basis-44 wrap-anywhere">
            <span className="font-medium">
              {group.names !== null && `${nameIn(t, group.names)}. `}
              {yearsIn(t, { groups: [group] })}
            </span>
            <span className="block text-sm text-ink-soft">
              {t("kindergartens.languages", {
                list: t(`kindergartens.language.${group.language}`),
              })}
            </span>
            {several && (
              <span className="block text-sm text-ink-soft">
                {t(`qtype.name.${group.queueType}`)}
              </span>
            )}
          </span>
          <span className="tabular whitespace-nowrap">
            {t("common.places", { n: group.capacity })}
          </span>
        </li>
      ))}
    </ul>
  );
}

import type { Metadata } from "next";

import { portalMetadata } from "#app/_request/portal-metadata.ts";
import { loadPortal } from "#app/_request/region.ts";
import { LinkButton } from "#app/_ui/button.tsx";
import { Card } from "#app/_ui/card.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { Link } from "#app/_ui/link.tsx";
import { Page } from "#app/_ui/page.tsx";
import { Pagination } from "#app/_ui/pagination.tsx";
import { whole } from "#app/_ui/whole.tsx";
import { currentInstant } from "#db/demo-clock.ts";
import { groupPhone } from "#lib/identity/phone.ts";
import { translator, type Translator } from "#lib/i18n/translate.ts";
import { pageAfter } from "#lib/kindergartens/find.ts";
import { openRegister } from "#lib/kindergartens/views.ts";
import { districtsOf, type District } from "#lib/regions/views.ts";

import { FindForm } from "./find-form.tsx";
import { NearestPanel } from "./nearest-panel.tsx";
import { PointsMap } from "./points-map.tsx";
import { addressOf, type Found, found, isAsked, questionOf } from "./query.ts";
import { distanceIn, langOf, languageList, nameIn, yearsIn } from "./words.ts";

type PageProps = {
  readonly params: Promise<{ locale: string; region: string }>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return portalMetadata(params, "/kindergartens", "header.nav.kindergartens");
}

const pageSize = 50;

/** The register of kindergartens: every one of them in a list, and where they are. */
export default async function KindergartensPage({ params, searchParams }: PageProps) {
  const { locale, portal, root: portalRoot } = await loadPortal(await params);
  const t = translator(locale);
  const root = `${portalRoot}/kindergartens`;
  const question = questionOf(await searchParams);
  const [register, districts] = await Promise.all([
    openRegister(portal.id, await currentInstant()),
    districtsOf(portal.id),
  ]);
  const { all, near } = found(register, question);
  const page = pageAfter(all, question.after, pageSize) ?? pageAfter(all, null, pageSize);
  const asked = isAsked(question);
  return (
    <Page
      still
      locale={locale}
      path={`/${portal.slug}/kindergartens${addressOf(question)}`}
      region={portal}
      here="kindergartens"
      title={t("header.nav.kindergartens")}
      lead={t("kindergartens.lead")}
      crumbs={[]}
    >
      {register.length === 0 ? (
        <EmptyState
          title={t("kindergartens.empty.title")}
          text={t("kindergartens.empty.text", { phone: groupPhone(portal.supportPhone) })}
        />
      ) : (
        <div className="lg:grid lg:grid-cols-[minmax(0,1fr)_24rem] lg:items-start lg:gap-x-12">
          <div>
            <FindForm
              t={t}
              root={root}
              question={question}
              districts={districts}
              register={register}
            />
            <NearestPanel t={t} root={root} address={`/api/v1/${portal.slug}/kindergartens`} />
          </div>
          <section aria-labelledby="list" className="mt-8 lg:col-span-2 lg:row-start-2">
            <div className="mb-4 flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
              <h2 id="list" className="text-xl">
                {t(asked ? "kindergartens.found" : "kindergartens.total", { n: all.length })}
              </h2>
              {near !== null && (
                <p className="text-ink-soft">
                  {t("kindergartens.near.order", { name: nameIn(t, near.names) })}{" "}
                  <Link
                    href={`${root}${addressOf({ ...question, near: null, after: null })}`}
                    className="inline-flex min-h-11 items-center print:hidden"
                  >
                    {t("kindergartens.near.clear")}
                  </Link>
                </p>
              )}
              {asked && all.length > 0 && (
                <Link href={root} className="inline-flex min-h-11 items-center print:hidden">
                  {t("kindergartens.find.clear")}
                </Link>
              )}
            </div>
            {page === null || all.length === 0 ? (
              <EmptyState title={t("kindergartens.none.title")} text={t("kindergartens.none.text")}>
                <LinkButton href={root}>{t("kindergartens.find.clear")}</LinkButton>
              </EmptyState>
            ) : (
              <>
                <KindergartenList t={t} root={root} list={page.items} districts={districts} />
                {all.length > pageSize && (
                  <div className="mt-6">
                    <Pagination
                      label={t("kindergartens.pages")}
                      place={t("kindergartens.place", {
                        first: page.first,
                        last: page.first + page.items.length - 1,
                        n: all.length,
                      })}
                      previous={
                        page.first > 1
                          ? {
                              href: `${root}${addressOf({ ...question, after: null })}`,
                              label: t("kindergartens.toFirst"),
                            }
                          : undefined
                      }
                      next={
                        page.next === null
                          ? undefined
                          : {
                              href: `${root}${addressOf({ ...question, after: page.next })}`,
                              label: t("common.nextPage"),
                            }
                      }
                    />
                  </div>
                )}
              </>
            )}
          </section>
          <div className="mt-10 lg:col-start-2 lg:row-start-1 lg:mt-0">
            <PointsMap
              t={t}
              root={root}
              title={t("kindergartens.map.title")}
              kindergartens={all}
              chosen={near?.slug}
            />
          </div>
          <p className="mt-8 print:hidden">
            <Link
              href={`/api/v1/${portal.slug}/kindergartens`}
              className="inline-flex min-h-11 items-center"
            >
              {t("kindergartens.data")}
            </Link>
          </p>
        </div>
      )}
    </Page>
  );
}

type ListProps = {
  readonly t: Translator;
  readonly root: string;
  readonly list: readonly Found[];
  readonly districts: readonly District[];
};

function KindergartenList({ t, root, list, districts }: ListProps) {
  const districtOf = ({ districtKato }: Found) =>
    districts.find(({ kato }) => kato === districtKato)?.names[t.locale];
  return (
    <ul className="grid gap-3 md:grid-cols-2">
      {list.map((each) => {
        const born = yearsIn(t, each);
        const facts = [
          t("kindergartens.languages", { list: languageList(t, each) }),
          ...(born === null ? [] : [born]),
          ...(each.metres === undefined || each.metres === 0
            ? []
            : [t("kindergartens.passport.straight", { distance: distanceIn(t, each.metres) })]),
        ];
        return (
          <li key={each.slug}>
            <Card href={`${root}/${each.slug}`} title={nameIn(t, each.names)} className="h-full">
              <span lang={langOf(t)}>{whole(nameIn(t, each.address))}</span>
              {districts.length > 0 && <span className="block">{districtOf(each)}</span>}
              {facts.map((fact) => (
                <span key={fact} className="block">
                  {fact}
                </span>
              ))}
            </Card>
          </li>
        );
      })}
    </ul>
  );
}

import type { Metadata } from "next";

import { portalMetadata } from "#app/_request/portal-metadata.ts";
import { loadPortal } from "#app/_request/region.ts";
import { Alert } from "#app/_ui/alert.tsx";
import { Link } from "#app/_ui/link.tsx";
import { Page } from "#app/_ui/page.tsx";
import { Table } from "#app/_ui/table.tsx";
import { formatDateTimeLong, formatMonthShort, formatNumber } from "#lib/i18n/formats.ts";
import { translator, type Translator } from "#lib/i18n/translate.ts";
import { entryClasses } from "#lib/queue/order.ts";
import { districtsOf, type District } from "#lib/regions/views.ts";
import type { Cell } from "#lib/reports/small-cells.ts";
import { type RegionStatistics, statisticsOf } from "#lib/reports/views.ts";
import { ForecastSection } from "./forecast-section.tsx";
import { MonthsPicture } from "./months-picture.tsx";

// Counted at night: a page that is five minutes old says the same.
export const dynamic = "force-static";
export const revalidate = 300;

export function generateStaticParams() {
  return [];
}

type PageProps = { readonly params: Promise<{ locale: string; region: string }> };

export function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return portalMetadata(params, "/statistics", "statistics.title");
}

/** Who waits, who came and left within a year, and how the forecast is made and has done. */
export default async function StatisticsPage({ params }: PageProps) {
  const { locale, portal } = await loadPortal(await params);
  const t = translator(locale);
  const [statistics, districts] = await Promise.all([
    statisticsOf(portal.id),
    districtsOf(portal.id),
  ]);
  return (
    <Page
      still
      locale={locale}
      path={`/${portal.slug}/statistics`}
      region={portal}
      title={t("statistics.title")}
      lead={t("statistics.lead")}
      crumbs={[]}
    >
      {statistics === null ? (
        <Alert>
          <p>{t("statistics.none")}</p>
        </Alert>
      ) : (
        <>
          <p className="text-ink-soft">
            {t("statistics.asOf", { date: formatDateTimeLong(locale, statistics.madeAt) })}
          </p>
          <WaitingNow t={t} statistics={statistics} districts={districts} />
          <LastMonths t={t} statistics={statistics} />
        </>
      )}
      <ForecastSection t={t} tested={statistics?.tested ?? null} />
      <p className="mt-10">
        <Link
          href={`/api/v1/${portal.slug}/statistics`}
          className="inline-flex min-h-11 items-center"
        >
          {t("statistics.open")}
        </Link>
      </p>
    </Page>
  );
}

type SectionProps = { readonly t: Translator; readonly statistics: RegionStatistics };

function WaitingNow({
  t,
  statistics,
  districts,
}: SectionProps & { readonly districts: readonly District[] }) {
  const { waiting } = statistics.general;
  const cell = (value: Cell) => cellWords(t, value);
  const byDistrict = statistics.queues.filter(
    (queue) => queue.queueType === "general" && queue.district !== null,
  );
  return (
    <section aria-labelledby="waiting" className="mt-8 max-w-text">
      <h2 id="waiting" className="mb-3 text-xl">
        {t("statistics.waiting.title")}
      </h2>
      <Table
        folded
        caption={t("statistics.waiting.caption")}
        columns={[
          { key: "cohort", title: t("statistics.waiting.cohort") },
          { key: "total", title: t("statistics.waiting.total"), number: true },
          ...entryClasses.map((name) => ({
            key: name,
            title: t(`queue.class.${name}`),
            number: true,
          })),
        ]}
        rows={[
          ...waiting.cohorts.map(({ cohort, classes, total }) => ({
            key: String(cohort),
            cells: {
              cohort: String(cohort),
              extraordinary: cell(classes.extraordinary),
              "first-priority": cell(classes["first-priority"]),
              ordinary: cell(classes.ordinary),
              total: cell(total),
            },
          })),
          {
            key: "all",
            cells: {
              cohort: <span className="font-semibold">{t("statistics.waiting.total")}</span>,
              total: <span className="font-semibold">{cell(waiting.total)}</span>,
            },
          },
        ]}
      />
      {byDistrict.length > 1 && (
        <div className="mt-6 max-w-form">
          <Table
            caption={t("statistics.waiting.districts")}
            showCaption
            columns={[
              { key: "district", title: t("statistics.waiting.district") },
              { key: "total", title: t("statistics.waiting.total"), number: true },
            ]}
            rows={byDistrict.map(({ district, waiting: own }) => ({
              key: district ?? "",
              cells: {
                district:
                  districts.find((each) => each.kato === district)?.names[t.locale] ?? district,
                total: cell(own.total),
              },
            }))}
          />
        </div>
      )}
      <p className="mt-3 text-sm text-ink-soft">{t("statistics.privacy")}</p>
    </section>
  );
}

function LastMonths({ t, statistics }: SectionProps) {
  const { months } = statistics.general;
  const words = {
    joined: t("statistics.months.joined"),
    placed: t("statistics.months.placed"),
    left: t("statistics.months.left"),
  };
  return (
    <section aria-labelledby="months" className="mt-12 max-w-text">
      <h2 id="months" className="mb-3 text-xl">
        {t("statistics.months.title")}
      </h2>
      {months.length === 0 ? (
        <p className="max-w-text">{t("statistics.months.none")}</p>
      ) : (
        <>
          <MonthsPicture months={months} words={words} />
          <div className="mt-4">
            <Table
              caption={t("statistics.months.caption")}
              columns={[
                { key: "month", title: t("statistics.months.month") },
                { key: "joined", title: words.joined, number: true },
                { key: "placed", title: words.placed, number: true },
                { key: "left", title: t("statistics.months.leftShort"), number: true },
              ]}
              rows={months.toReversed().map((each) => ({
                key: each.month,
                cells: {
                  month: formatMonthShort(each.month),
                  joined: cellWords(t, each.joined),
                  placed: cellWords(t, each.placed),
                  left: cellWords(t, each.left),
                },
              }))}
            />
          </div>
        </>
      )}
    </section>
  );
}

function cellWords(t: Translator, cell: Cell): string {
  return typeof cell === "number" ? formatNumber(t.locale, cell) : t(`statistics.${cell}`);
}

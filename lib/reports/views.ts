import { and, asc, eq, sql } from "drizzle-orm";
import { db, prepared } from "#db/client.ts";
import { type BackTest, queueStatistics } from "#db/schema/reports.ts";
import { localDateOf } from "#lib/calendar/local-date.ts";
import { standsAt } from "#lib/queue/position.ts";
import { countsOf, type QueuePlace } from "#lib/queue/views.ts";
import { policyFor } from "#lib/regions/views.ts";
import { type Forecast, forecast } from "./forecast.ts";
import { figuresBeside, figuresOf, type QueueFigures, testedTogether } from "./statistics.ts";

const basis = prepared((from) =>
  from
    .select({ flows: queueStatistics.flows, madeAt: queueStatistics.madeAt })
    .from(queueStatistics)
    .where(
      and(
        eq(queueStatistics.regionId, sql.placeholder("regionId")),
        eq(queueStatistics.queueType, sql.placeholder("queueType")),
        eq(queueStatistics.districtKato, sql.placeholder("districtKato")),
      ),
    )
    .prepare("forecast_basis"),
);

/**
 * When a place may come to who stands at this place now, from what the nightly job has counted; the same until the
 * counts are made anew or the place changes.
 */
export async function forecastFor(place: QueuePlace, now: Date): Promise<Forecast> {
  const { regionId, queueType, districtKato, cohort } = place.key;
  const [row] = await basis(db()).execute({ regionId, queueType, districtKato });
  const silent = { told: false, why: "short-history" } as const;
  if (!row?.flows) return silent;
  const counts = await countsOf(db(), place.key);
  const { parameters } = await policyFor({ regionId, queueType, at: now });
  const own = standsAt(place.position, counts, parameters.priorityRatio);
  // Somebody joined or left between the two questions.
  if (own?.class !== place.class) return silent;
  return forecast({
    flows: row.flows,
    today: localDateOf(now),
    cohort,
    class: place.class,
    ahead: own.rank - 1,
    counts,
    ratio: parameters.priorityRatio,
    seed: cohort,
  });
}

export type RegionStatistics = {
  /** When the ledger was counted. */
  readonly madeAt: Date;
  /** All districts of the ordinary kindergartens together. */
  readonly general: QueueFigures;
  /** Each queue by itself. */
  readonly queues: readonly (QueueFigures & {
    readonly queueType: string;
    /** KATO; null where the region is one. */
    readonly district: string | null;
  })[];
  /** How the forecasts of the general queues have done; null where too few could be judged. */
  readonly tested: BackTest | null;
};

/** What is published of a region's queues; null before the first night. */
export async function statisticsOf(regionId: number): Promise<RegionStatistics | null> {
  const rows = await db()
    .select()
    .from(queueStatistics)
    .where(eq(queueStatistics.regionId, regionId))
    .orderBy(asc(queueStatistics.queueType), asc(queueStatistics.districtKato));
  const [first] = rows;
  if (first === undefined) return null;
  const general = rows.filter((row) => row.queueType === "general");
  const kinds = [...Map.groupBy(rows, (row) => row.queueType).values()];
  return {
    madeAt: first.madeAt,
    general: figuresOf(general),
    queues: kinds.flatMap((beside) => {
      const figures = figuresBeside(beside);
      return beside.flatMap(({ queueType, districtKato }, i) => {
        const own = figures[i];
        const district = districtKato === "" ? null : districtKato;
        return own === undefined ? [] : [{ queueType, district, ...own }];
      });
    }),
    tested: testedTogether(general.map(({ tested }) => tested)),
  };
}

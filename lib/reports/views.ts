import { and, asc, eq, sql } from "drizzle-orm";
import { prepared, type Queryable } from "#db/client.ts";
import { queueStatistics } from "#db/schema/reports.ts";
import { localDateOf } from "#lib/calendar/local-date.ts";
import { standsAt } from "#lib/queue/position.ts";
import { countsOf, type QueuePlace } from "#lib/queue/views.ts";
import { policyFor } from "#lib/regions/views.ts";
import { type Forecast, forecast } from "./forecast.ts";

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
export async function forecastFor(db: Queryable, place: QueuePlace, now: Date): Promise<Forecast> {
  const { regionId, queueType, districtKato, cohort } = place.key;
  const [row] = await basis(db).execute({ regionId, queueType, districtKato });
  const silent = { told: false, why: "short-history" } as const;
  if (!row?.flows) return silent;
  const counts = await countsOf(db, place.key);
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

/** What the last night counted of each queue of a region, by queue type and district. */
export async function statisticsRows(db: Queryable, regionId: number) {
  return await db
    .select()
    .from(queueStatistics)
    .where(eq(queueStatistics.regionId, regionId))
    .orderBy(asc(queueStatistics.queueType), asc(queueStatistics.districtKato));
}

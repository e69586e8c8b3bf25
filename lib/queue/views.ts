import { and, asc, eq, inArray, sql, type SQL, type SQLWrapper } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { prepared, type Queryable } from "#db/client.ts";
import { queueEntry, queueEvent } from "#db/schema/applications.ts";
import { queueCount } from "#db/schema/queue.ts";
import type { EntryClass, QueueKey } from "./order.ts";
import { positionOf, worstPosition, type ClassCounts } from "./position.ts";

export type QueuePlace = {
  readonly key: QueueKey;
  readonly class: EntryClass;
  readonly registeredAt: Date;
  /** From 1. */
  readonly position: number;
  /** «Не дальше чем»: only children with a right outside the queue can push it further. */
  readonly worst: number;
  /** How many wait in this queue. */
  readonly total: number;
};

/** What the database knows of an entry's place: the rest is arithmetic and policy. */
export type Standing = {
  readonly key: QueueKey;
  readonly class: EntryClass;
  /** ISO 8601. */
  readonly registeredAt: string;
  readonly counts: ClassCounts;
  /** How many of its own class stand before it. */
  readonly ahead: number;
};

/**
 * A column of a question about applications: how each stands in its queue; null when it does not wait. Counted from the
 * counters of days and blocks of 64 days; of its own day's entries, those before it by the covering index. What it must
 * equal is `definedStandingOf`.
 */
export function standingOf(entry: {
  readonly regionId: SQLWrapper | number;
  readonly applicationId: SQLWrapper | string;
}): SQL<Standing | null> {
  const row = alias(queueEntry, "own_row");
  const own = alias(queueEntry, "own_entry");
  const other = alias(queueEntry, "other_entry");
  const ofClass = (name: EntryClass) =>
    sql`coalesce(sum(counted.n) filter (where counted.class = ${sql.raw(`'${name}'`)}), 0)`;
  // `offset 0` keeps the day of the registration from being reckoned anew for each counter; a set in the select list
  // is summed without being stored first. Together they are a third of the work.
  const question = sql`(
    select json_build_object(
      'key', json_build_object(
        'regionId', ${own.regionId}, 'queueType', ${own.queueType},
        'districtKato', ${own.districtKato}, 'cohort', ${own.cohort}),
      'class', ${own.class}, 'registeredAt', ${own.registeredAt},
      'counts', seen.counts, 'ahead', seen.days + same_day.n)
    from (
      select *, queue_day(${row.registeredAt}) as day, queue_day(${row.registeredAt}) >> 6 as block
      from ${queueEntry} ${row}
      where ${row.waiting} and ${row.regionId} = ${entry.regionId}
        and ${row.applicationId} = ${entry.applicationId}
      offset 0
    ) ${own}
    cross join lateral (
      select
        json_build_object(
          'extraordinary', ${ofClass("extraordinary")},
          'first-priority', ${ofClass("first-priority")},
          'ordinary', ${ofClass("ordinary")}) as counts,
        coalesce(
          sum(
            case when counted.block = ${own}.block
              then (
                select coalesce(sum(of_day), 0)
                from (select unnest(counted.days[1:(${own}.day & 63)]) as of_day) days)
              else counted.n end
          ) filter (where counted.class = ${own.class} and counted.block <= ${own}.block), 0
        ) as days
      from ${queueCount} counted
      where counted.region_id = ${own.regionId} and counted.queue_type = ${own.queueType}
        and counted.district_kato = ${own.districtKato} and counted.cohort = ${own.cohort}
    ) seen
    cross join lateral (
      select count(*) as n
      from ${queueEntry} ${other}
      where ${other.waiting} and ${other.regionId} = ${own.regionId}
        and ${other.queueType} = ${own.queueType} and ${other.districtKato} = ${own.districtKato}
        and ${other.cohort} = ${own.cohort} and ${other.class} = ${own.class}
        and ${other.registeredAt} >= to_timestamp(${own}.day * 86400.0)
        and (${other.registeredAt}, ${other.seq}) < (${own.registeredAt}, ${own.seq})
    ) same_day
  )`;
  // Wrapped: in a question about one table drizzle takes the names of tables off the columns it sees directly.
  return sql`${question}`;
}

/** The place that a standing means. `ratio` is policy (1:N). */
export function placeFrom(standing: Standing, ratio: number): QueuePlace {
  const { key, counts } = standing;
  const rank = standing.ahead + 1;
  return {
    key,
    class: standing.class,
    registeredAt: new Date(standing.registeredAt),
    position: positionOf(standing.class, rank, counts, ratio),
    worst: worstPosition(standing.class, rank, counts, ratio),
    total: counts.extraordinary + counts["first-priority"] + counts.ordinary,
  };
}

const standing = prepared((from) =>
  from
    .select({
      standing: standingOf({
        regionId: sql.placeholder("regionId"),
        applicationId: sql.placeholder("applicationId"),
      }),
    })
    .from(sql`(values (1)) as one(row)`)
    .prepare("standing"),
);

/** The place of a waiting entry at this moment; null when it does not wait. `ratio` is policy (1:N). */
export async function placeOf(
  db: Queryable,
  entry: { readonly regionId: number; readonly applicationId: string },
  ratio: number,
): Promise<QueuePlace | null> {
  const [row] = await standing(db).execute(entry);
  return row?.standing ? placeFrom(row.standing, ratio) : null;
}

/**
 * The places of many entries of a region by one question; those that do not wait are left out.
 * @param ratioOf policy (1:N) of each entry's kind of queue
 */
export async function placesOf(
  db: Queryable,
  regionId: number,
  applicationIds: readonly string[],
  ratioOf: (key: QueueKey) => number,
): Promise<ReadonlyMap<string, QueuePlace>> {
  if (applicationIds.length === 0) return new Map();
  const rows = await db
    .select({
      id: queueEntry.applicationId,
      standing: standingOf({ regionId, applicationId: queueEntry.applicationId }),
    })
    .from(queueEntry)
    .where(
      and(
        eq(queueEntry.regionId, regionId),
        inArray(queueEntry.applicationId, [...applicationIds]),
        sql`${queueEntry.waiting}`,
      ),
    );
  return new Map(
    rows.flatMap(({ id, standing: found }) =>
      found === null ? [] : [[id, placeFrom(found, ratioOf(found.key))] as const],
    ),
  );
}

/** How many entries of each class wait in a queue. */
export async function countsOf(db: Queryable, key: QueueKey): Promise<ClassCounts> {
  const rows = await db
    .select({ class: queueCount.class, n: sql<number>`sum(${queueCount.n})::int` })
    .from(queueCount)
    .where(
      and(
        eq(queueCount.regionId, key.regionId),
        eq(queueCount.queueType, key.queueType),
        eq(queueCount.districtKato, key.districtKato),
        eq(queueCount.cohort, key.cohort),
      ),
    )
    .groupBy(queueCount.class);
  const n = (wanted: EntryClass): number => rows.find((row) => row.class === wanted)?.n ?? 0;
  return {
    extraordinary: n("extraordinary"),
    "first-priority": n("first-priority"),
    ordinary: n("ordinary"),
  };
}

export type HistoryLine = {
  readonly kind: string;
  readonly at: Date;
  readonly actorRole: string;
  readonly legalGround: string;
  readonly data: Readonly<Record<string, unknown>>;
};

/** The whole life of an entry, oldest first. The caller has authorized the application. */
export async function historyOf(
  db: Queryable,
  entry: { readonly regionId: number; readonly applicationId: string },
): Promise<HistoryLine[]> {
  return await db
    .select({
      kind: queueEvent.kind,
      at: queueEvent.at,
      actorRole: queueEvent.actorRole,
      legalGround: queueEvent.legalGround,
      data: queueEvent.data,
    })
    .from(queueEvent)
    .where(
      and(
        eq(queueEvent.regionId, entry.regionId),
        eq(queueEvent.applicationId, entry.applicationId),
      ),
    )
    .orderBy(asc(queueEvent.seq));
}

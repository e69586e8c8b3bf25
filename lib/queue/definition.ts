import { sql, type SQL, type SQLWrapper } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Queryable } from "#db/client.ts";
import { queueEntry } from "#db/schema/applications.ts";
import type { EntryClass } from "./order.ts";
import { placeFrom, type QueuePlace, type Standing } from "./views.ts";

// What a place is, without counters. Pages read the counters (`views.ts`), which tests and the benchmark hold to this.

/**
 * A column of a question about applications: how each stands in its queue; null when it does not wait. One walk over
 * the queue's part of the covering index, whose row comparison is the definition of «before me». `waiting` is written
 * out, not a parameter, or a kept statement could not use the partial index.
 */
export function definedStandingOf(entry: {
  readonly regionId: SQLWrapper | number;
  readonly applicationId: SQLWrapper | string;
}): SQL<Standing | null> {
  const own = alias(queueEntry, "own_entry");
  const other = alias(queueEntry, "other_entry");
  const ofClass = (name: EntryClass) =>
    sql`count(*) filter (where ${other.class} = ${sql.raw(`'${name}'`)})`;
  const question = sql`(
    select json_build_object(
      'key', json_build_object(
        'regionId', ${own.regionId}, 'queueType', ${own.queueType},
        'districtKato', ${own.districtKato}, 'cohort', ${own.cohort}),
      'class', ${own.class}, 'registeredAt', ${own.registeredAt},
      'counts', seen.counts, 'ahead', seen.ahead)
    from ${queueEntry} ${own}
    cross join lateral (
      select
        json_build_object(
          'extraordinary', ${ofClass("extraordinary")},
          'first-priority', ${ofClass("first-priority")},
          'ordinary', ${ofClass("ordinary")}) as counts,
        count(*) filter (
          where ${other.class} = ${own.class}
            and (${other.registeredAt}, ${other.seq}) < (${own.registeredAt}, ${own.seq})
        ) as ahead
      from ${queueEntry} ${other}
      where ${other.waiting} and ${other.regionId} = ${own.regionId}
        and ${other.queueType} = ${own.queueType} and ${other.districtKato} = ${own.districtKato}
        and ${other.cohort} = ${own.cohort}
    ) seen
    where ${own.waiting} and ${own.regionId} = ${entry.regionId}
      and ${own.applicationId} = ${entry.applicationId}
  )`;
  // Wrapped: in a question about one table drizzle takes the names of tables off the columns it sees directly.
  return sql`${question}`;
}

/** `placeOf` by the definition: as exact, and as slow as the queue is long. */
export async function definedPlaceOf(
  db: Queryable,
  entry: { readonly regionId: number; readonly applicationId: string },
  ratio: number,
): Promise<QueuePlace | null> {
  const [row] = await db
    .select({ standing: definedStandingOf(entry) })
    .from(sql`(values (1)) as one(row)`);
  return row?.standing ? placeFrom(row.standing, ratio) : null;
}

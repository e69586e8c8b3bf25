import { sql } from "drizzle-orm";
import type { Queryable } from "#db/client.ts";
import type { EntryClass, QueueKey, Standing } from "./order.ts";

/** How many of a class wait before this instant and sequence now, by the counters. */
export async function aheadOf(
  db: Queryable,
  key: QueueKey,
  standing: Standing & { readonly class: EntryClass },
): Promise<number> {
  const instant = sql`${standing.registeredAt.toISOString()}::timestamptz`;
  const day = sql`queue_day(${instant})`;
  const queue = sql`region_id = ${key.regionId} and queue_type = ${key.queueType}
    and district_kato = ${key.districtKato} and cohort = ${key.cohort}
    and class = ${standing.class}`;
  const [row] = await db.execute<{ n: number }>(sql`
    select ((
      select coalesce(sum(
        case when block = ${day} >> 6
          then (select coalesce(sum(d), 0) from unnest(days[1:(${day} & 63)]) d) else n end), 0)
      from queue_count where ${queue} and block <= ${day} >> 6
    ) + (
      select count(*) from queue_entry
      where waiting and ${queue} and registered_at >= to_timestamp(${day} * 86400.0)
        and (registered_at, seq) < (${instant}, ${standing.seq}::bigint)
    ))::int as n`);
  return row?.n ?? 0;
}

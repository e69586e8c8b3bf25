import { sql } from "drizzle-orm";
import type { Queryable } from "#db/client.ts";

/** Days of registration of a queue's class for which the counters do not say what the entries do. */
export async function wrongCounters(database: Queryable, regionId: number): Promise<number> {
  const [row] = await database.execute<{ n: number }>(sql`
    with entries as (
      select queue_type, district_kato, cohort, class, queue_day(registered_at) as day, count(*) as n
      from queue_entry where waiting and region_id = ${regionId} group by 1, 2, 3, 4, 5
    ), counters as (
      select queue_type, district_kato, cohort, class, block * 64 + i - 1 as day, d as n
      from queue_count cross join unnest(days) with ordinality as of_day(d, i)
      where region_id = ${regionId} and d <> 0
    ), sums as (
      select count(*) as n from queue_count
      where region_id = ${regionId} and n <> (select sum(d) from unnest(days) d)
    )
    select ((
      select count(*) from entries full join counters using (queue_type, district_kato, cohort, class, day)
      where entries.n is distinct from counters.n
    ) + (select n from sums))::int as n`);
  return row?.n ?? 0;
}

import { sql } from "drizzle-orm";
import type { Queryable } from "#db/client.ts";
import { gauge } from "#lib/platform/metrics.ts";

/**
 * How far each region's log stands behind its ledger. A log that lags for minutes is one whose worker, key or database
 * needs somebody.
 * @param now instant by the clock of the events
 */
export async function measureLogs(database: Queryable, now: Date): Promise<void> {
  const rows = await database.execute<{ slug: string; seconds: number }>(sql`
    select r.slug, coalesce(extract(epoch from ${now.toISOString()}::timestamptz - (
      select e.at from queue_event e
      where e.region_id = r.id
        and e.seq > coalesce((select max(l.event_seq) from log_leaf l where l.region_id = r.id), 0)
      order by e.seq limit 1)), 0)::float8 as seconds
    from region r`);
  for (const { slug, seconds } of rows) {
    gauge(
      "kezek_log_lag_seconds",
      "How long the oldest event has waited for the public log; 0: none waits",
      Math.max(0, seconds),
      { region: slug },
    );
  }
}

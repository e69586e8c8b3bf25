import { sql } from "drizzle-orm";
import type { Queryable } from "#db/client.ts";

/** A worker that has not beaten for this long is dead. Several beats may be lost to a busy moment. */
export const patienceSeconds = 30;

/** How many workers have said lately that they are alive, by the clock of the database. */
export async function livingWorkers(database: Queryable): Promise<number> {
  const [row] = await database.execute<{ n: number }>(sql`
    select count(*)::int as n from worker_heartbeat
    where last_seen_at > now() - make_interval(secs => ${patienceSeconds})`);
  return row?.n ?? 0;
}

import { sql } from "drizzle-orm";
import type { Queryable } from "#db/client.ts";
import { env } from "#lib/platform/env.ts";

/**
 * A worker that has not beaten for so many seconds is dead (`WORKER_PATIENCE_SECONDS`, the same for every process of an
 * installation). Several beats may be lost to a busy moment.
 */
export function workerPatience(): number {
  return env().WORKER_PATIENCE_SECONDS;
}

/**
 * Seconds after which what a worker began to hand over is surely not in its hands any more. Longer than the other
 * patience: a worker that only could not beat may still be talking, and writes down itself what became of it.
 */
export function handingOverPatience(): number {
  return 6 * workerPatience();
}

/** Seconds that a call to the other side may last: shorter than its mark counts. */
export function longestCall(): number {
  return 5 * workerPatience();
}

/** How many workers have said lately that they are alive, by the clock of the database. */
export async function livingWorkers(database: Queryable): Promise<number> {
  const [row] = await database.execute<{ n: number }>(sql`
    select count(*)::int as n from worker_heartbeat
    where last_seen_at > now() - make_interval(secs => ${workerPatience()})`);
  return row?.n ?? 0;
}

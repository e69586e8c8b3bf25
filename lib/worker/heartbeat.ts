import { sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { workerPatience } from "#lib/jobs/living-workers.ts";

/** Milliseconds between two beats: several may fail before a worker counts as dead. */
export function beatMilliseconds(): number {
  return (workerPatience() * 1000) / 6;
}

/** Says that these workers are alive, by the clock of the database. */
export async function beat(database: Db, workerIds: readonly string[]): Promise<void> {
  if (workerIds.length === 0) return;
  const rows = sql.join(
    workerIds.map((id) => sql`(${id}, now(), now())`),
    sql`, `,
  );
  await database.execute(sql`
    insert into worker_heartbeat (worker_id, started_at, last_seen_at) values ${rows}
    on conflict (worker_id) do update set last_seen_at = now()`);
}

/** Takes workers that stop in good order off the list. */
export async function signOff(database: Db, workerIds: readonly string[]): Promise<void> {
  for (const id of workerIds) {
    await database.execute(sql`delete from worker_heartbeat where worker_id = ${id}`);
  }
}

/**
 * Gives back the jobs that a killed worker still holds: the queue itself would wait four hours.
 * @param patience seconds without a sign of life after which a worker counts as dead
 * @returns the workers whose jobs were given back
 */
export async function unlockJobsOfTheDead(
  database: Db,
  patience = workerPatience(),
): Promise<string[]> {
  await database.execute(
    sql`delete from worker_heartbeat where last_seen_at < now() - make_interval(secs => ${patience})`,
  );
  // A worker that died before its first beat has no row: its lock must have been old enough to beat since.
  const dead = await database.execute<{ id: string }>(sql`
    select distinct locked_by as id from graphile_worker.jobs
    where locked_by is not null
      and locked_at < now() - make_interval(secs => ${patience})
      and not exists (select 1 from worker_heartbeat where worker_id = locked_by)`);
  const ids = dead.map((row) => row.id);
  if (ids.length > 0) {
    const list = sql.join(
      ids.map((id) => sql`${id}`),
      sql`, `,
    );
    await database.execute(
      sql`select graphile_worker.force_unlock_workers(array[${list}]::text[])`,
    );
  }
  return ids;
}

import { sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { migrationsApplied } from "#db/migration-state.ts";
import { calendarInForce } from "#lib/calendar/in-force.ts";
import { calendarWarnings } from "#lib/calendar/kazakhstan.ts";
import { livingWorkers } from "#lib/jobs/living-workers.ts";
import { env } from "#lib/platform/env.ts";
import { isStopping } from "#lib/platform/lifecycle.ts";
import { log } from "#lib/platform/log.ts";
import { objectStore } from "#lib/storage/store.ts";

export const dynamic = "force-dynamic";

const checks: Readonly<Record<string, () => Promise<boolean>>> = {
  database: async () => (await db().execute(sql`select 1`)).length === 1,
  migrations: () => migrationsApplied(db()),
  storage: async () => {
    await objectStore().head("health/ready");
    return true;
  },
  jobs: async () =>
    (await queueExists()) && (!workerExpectedHere() || (await livingWorkers(db())) > 0),
};

/** Whether visitors may be sent to this process: 200, or 503 while something is missing or it is stopping. */
export async function GET(): Promise<Response> {
  const results = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => [name, await passes(name, check)] as const),
  );
  const well = results.every(([, passed]) => passed) && !isStopping();
  return Response.json(
    {
      status: well ? "ok" : isStopping() ? "stopping" : "unavailable",
      checks: Object.fromEntries(results.map(([name, passed]) => [name, passed ? "ok" : "failed"])),
      // No reason to send anybody away, but whoever looks here should know.
      warnings: calendarWarnings(calendarInForce(), new Date()),
    },
    { status: well ? 200 : 503, headers: { "cache-control": "no-store" } },
  );
}

/**
 * Only a process that works off the queue itself is unwell when nobody does. With workers elsewhere, a 503 here would
 * take every page away because messages are late: there `kezek_workers_alive` tells whoever is on duty.
 */
function workerExpectedHere(): boolean {
  return env().WORKER === "inline";
}

async function queueExists(): Promise<boolean> {
  const rows = await db().execute(
    sql`select 1 where to_regclass('graphile_worker._private_jobs') is not null`,
  );
  return rows.length === 1;
}

async function passes(name: string, check: () => Promise<boolean>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("no answer in 3 s")), 3_000);
  });
  try {
    return await Promise.race([check(), late]);
  } catch (error) {
    log.warn("Not ready", { check: name, error });
    return false;
  } finally {
    clearTimeout(timer);
  }
}

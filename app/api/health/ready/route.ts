import { sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { migrationsApplied } from "#db/migration-state.ts";
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
  // The queue takes jobs; whether a worker does them is told by its own metrics, not by this process.
  jobs: async () =>
    (
      await db().execute(sql`select to_regclass('graphile_worker._private_jobs') as t where
      to_regclass('graphile_worker._private_jobs') is not null`)
    ).length === 1,
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
    },
    { status: well ? 200 : 503, headers: { "cache-control": "no-store" } },
  );
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

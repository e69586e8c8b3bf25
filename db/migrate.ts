import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import { Logger, runMigrations } from "graphile-worker";
import postgres from "postgres";
import { z } from "zod";

const folder = new URL("./migrations/", import.meta.url);
const journalSchema = z.object({
  entries: z.array(z.object({ tag: z.string(), when: z.number() })),
});

// The job queue would write plain text to the console.
const quiet = new Logger(() => () => undefined);

// Any number that no other advisory lock of ours uses.
const migrationLock = 7_501_246;

/**
 * Brings a database to the newest schema: ours and the job queue's. A deployment wants `kezek db migrate`, which brings
 * the rules along. Instances that start together wait for each other, because drizzle's migrate() reads what is applied
 * outside of its transaction and takes no lock itself.
 */
export async function migrateDatabase(url: string): Promise<void> {
  const client = postgres(url, {
    max: 1,
    onnotice: () => undefined,
    connection: { application_name: "kezek-migrate" },
  });
  try {
    await client`select pg_advisory_lock(${migrationLock})`;
    requireOrder();
    await migrate(drizzle(client), { migrationsFolder: fileURLToPath(folder) });
    await migrateJobQueue(url, client);
  } finally {
    await client.end({ timeout: 5 });
  }
}

// The queue's migration returns while its connections are still closing, without anybody left to hear them complain:
// a server that stops in that moment would bring the process down.
async function migrateJobQueue(url: string, client: postgres.Sql): Promise<void> {
  const name = "kezek-migrate-jobs";
  const address = new URL(url);
  address.searchParams.set("application_name", name);
  await runMigrations({ connectionString: address.href, logger: quiet });
  const gone = async () =>
    (
      await client`select 1 from pg_stat_activity where application_name = ${name} and datname = current_database()`
    ).length === 0;
  for (let tries = 0; tries < 100 && !(await gone()); tries += 1) await pause(10);
}

// drizzle compares only the newest timestamp: a migration that was made on a branch and carries an older one than its
// predecessor would be passed over in silence.
function requireOrder(): void {
  const journal = journalSchema.parse(
    JSON.parse(readFileSync(new URL("meta/_journal.json", folder), "utf8")),
  );
  journal.entries.reduce((before, entry) => {
    if (entry.when <= before)
      throw new Error(`Migration ${entry.tag} is older than the one before it`);
    return entry.when;
  }, 0);
}

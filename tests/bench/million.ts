import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { connect, type Queryable } from "#db/client.ts";
import { startEmbedded } from "#db/embedded.ts";
import { migrateDatabase } from "#db/migrate.ts";
import { projectFolder } from "#lib/front/next-app.ts";

export type Million = { readonly url: string; readonly entries: number; stop(): Promise<void> };

/**
 * A database of its own with a million waiting children: 20 regions of very different size, 7 cohorts, 3 classes, three
 * years of registrations. Each commit takes 2 ms, as on a disk that really writes: the test machine's does not, and a
 * row that everybody changes would look many times better than it is.
 */
export async function millionEntries(folder: string, entries: number): Promise<Million> {
  const server = await startEmbedded({ folder });
  const { db, close } = connect(server.url, 1);
  try {
    await migrateDatabase(server.url);
    for (const [name, value] of [
      ["commit_delay", "2000"],
      ["commit_siblings", "0"],
    ]) {
      await db.execute(sql.raw(`alter system set ${name} = ${value}`));
    }
    await db.execute(sql`select pg_reload_conf()`);
    await db.execute(sql`set statement_timeout = 0`);
    // Entries without applications, and counted afterwards as the migration counts: nothing here is about them.
    await db.execute(sql`
      do $$ declare name text; begin
        for name in select conname from pg_constraint
          where conrelid = 'queue_entry'::regclass and contype = 'f'
        loop execute format('alter table queue_entry drop constraint %I', name); end loop;
      end $$`);
    await db.execute(sql`set session_replication_role = replica`);
    await db.execute(sql`
      insert into queue_entry
        (region_id, application_id, queue_type, district_kato, cohort, class, registered_at, waiting)
      select region, gen_random_uuid(), 'general', '', 2019 + floor(random() * 7)::int,
        case when random() < 0.05 then 'extraordinary' when random() < 0.2 then 'first-priority'
          else 'ordinary' end,
        date_trunc('milliseconds', timestamptz '2023-11-01Z' + random() * interval '3 years'), true
      from (
        select width_bucket(random(), (
          select array_agg(upto order by r) from (
            select r, sum(1.0::float8 / (r + 2)) over (order by r) / sum(1.0::float8 / (r + 2)) over () as upto
            from generate_series(0, 18) r) shares)) as region
        from generate_series(1, ${entries}::int)
      ) drawn`);
    await recount(db);
    await db.execute(sql`set session_replication_role = origin`);
    await db.execute(sql`vacuum analyze queue_entry, queue_count`);
  } finally {
    await close();
  }
  return { url: server.url, entries, stop: () => server.stop() };
}

/** Counts everything anew, by the words of the migration. */
export async function recount(db: Queryable): Promise<void> {
  const migration = readFileSync(join(projectFolder, "db/migrations/0010_counters.sql"), "utf8");
  const count = migration
    .split("--> statement-breakpoint")
    .find((text) => text.includes("INSERT INTO queue_count (region_id") && text.includes("unnest"));
  if (count === undefined) throw new Error("the migration counts no more");
  await db.execute(sql`truncate queue_count`);
  await db.execute(sql.raw(count));
}

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { connect, type Queryable } from "#db/client.ts";
import { startEmbedded } from "#db/embedded.ts";
import { migrateDatabase } from "#db/migrate.ts";
import { projectFolder } from "#lib/front/next-app.ts";
import { type DataSet, freeEntries, slowCommits } from "./full.ts";

/**
 * A database of its own with a million waiting children: 20 regions of very different size, 7 cohorts, 3 classes, three
 * years of registrations. Each commit takes 2 ms, as on a disk that really writes: the test machine's does not, and a
 * row that everybody changes would look many times better than it is.
 */
export async function millionEntries(folder: string, entries: number): Promise<DataSet> {
  const server = await startEmbedded({ folder });
  const { db, close } = connect(server.url, 1);
  try {
    await migrateDatabase(server.url);
    await slowCommits(db);
    await db.execute(sql`set statement_timeout = 0`);
    // Entries without applications, and counted afterwards as the migration counts: nothing here is about them.
    await freeEntries(db);
    await db.execute(sql`set session_replication_role = replica`);
    await db.execute(sql`
      insert into queue_entry
        (region_id, application_id, queue_type, district_kato, cohort, class, registered_at, waiting)
      select region, gen_random_uuid(), 'general', '', 2019 + floor(random() * 7)::int,
        case when random() < 0.05 then 'extraordinary' when random() < 0.2 then 'first-priority'
          else 'ordinary' end,
        date_trunc('milliseconds', timestamptz '2023-11-01Z' + random() * interval '3 years'), true
      from (
        select 1 + width_bucket(random(), (
          select array_agg(upto order by r) from (
            select r, sum(1.0::float8 / (r + 2)) over (order by r) / sum(1.0::float8 / (r + 2)) over () as upto
            from generate_series(0, 18) r) shares)) as region
        from generate_series(1, ${entries}::int)
      ) drawn`);
    await recount(db);
    await writeLedger(db);
    await db.execute(sql`set session_replication_role = origin`);
    await db.execute(sql`vacuum analyze queue_entry, queue_count, queue_event`);
  } finally {
    await close();
  }
  return { url: server.url, name: "a million", stop: () => server.stop() };
}

/** Everybody's registration, and for one in fifty a hold and its end within the last month. */
async function writeLedger(db: Queryable): Promise<void> {
  await db.execute(sql`
    insert into queue_event (region_id, application_id, kind, at, actor_role, legal_ground, data)
    select region_id, application_id, 'registered', registered_at, 'import', 'registration',
      jsonb_build_object('v', 2, 'queueType', queue_type, 'districtKato', district_kato, 'cohort', cohort,
        'class', class, 'seq', seq, 'waiting', true,
        'registeredAt', to_char(registered_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
    from queue_entry order by registered_at, seq`);
  await db.execute(sql`
    insert into queue_event (region_id, application_id, kind, at, actor_role, legal_ground, data)
    select region_id, application_id, kind, now() - days * interval '1 day' * share, 'officer', 'hold-papers',
      jsonb_build_object('v', 2, 'from', jsonb_build_object('waiting', kind = 'held'),
        'to', jsonb_build_object('waiting', kind <> 'held'))
    from (select region_id, application_id, 1 + random() * 29 as days from queue_entry where random() < 0.02) drawn
    cross join (values ('held', 1.0), ('released', 0.5)) as step(kind, share)
    where now() - interval '40 days' > timestamptz '2023-11-01Z'
    order by share desc, days desc`);
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

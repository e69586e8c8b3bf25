import { sql } from "drizzle-orm";
import { closeDb, connect, type Queryable } from "#db/client.ts";
import { startEmbedded } from "#db/embedded.ts";
import { migrateDatabase } from "#db/migrate.ts";
import { seedDemo } from "#lib/demo/seed.ts";
import { newLogKey, useTestEnvironment } from "#tests/support/environment.ts";

/** A database of its own under a name that rows carry. */
export type DataSet = { readonly url: string; readonly name: string; stop(): Promise<void> };

/**
 * The full demo in a database of its own: a region of 30,000 waiting children with two years of history. Commits take
 * their 2 ms as in `million.ts`. The portal's own `db()` means it until another one is asked for.
 * @param crowd waiting children instead of 30,000, for short runs
 */
export async function fullDataSet(folder: string, crowd?: number): Promise<DataSet> {
  const server = await startEmbedded({ folder });
  await migrateDatabase(server.url);
  await usePortalOf(server.url);
  await seedDemo(new Date(), { size: "full", ...(crowd !== undefined && { crowd }) });
  const { db, close } = connect(server.url, 1);
  await slowCommits(db);
  await db.execute(sql`set statement_timeout = 0`);
  await db.execute(sql`vacuum analyze`);
  await close();
  return { url: server.url, name: "full data set", stop: () => server.stop() };
}

/** From now on `db()` and `transaction()` mean this database. */
export async function usePortalOf(url: string): Promise<void> {
  await closeDb();
  useTestEnvironment({ DATABASE_URL: url, LOG_SIGNING_KEY: newLogKey() });
}

/** Each commit takes 2 ms, as on a disk that really writes. */
export async function slowCommits(db: Queryable): Promise<void> {
  for (const [name, value] of [
    ["commit_delay", "2000"],
    ["commit_siblings", "0"],
  ]) {
    await db.execute(sql.raw(`alter system set ${name} = ${value}`));
  }
  await db.execute(sql`select pg_reload_conf()`);
}

/** Entries need no applications any more: what is measured changes entries alone. */
export async function freeEntries(db: Queryable): Promise<void> {
  await db.execute(sql`
    do $$ declare name text; begin
      for name in select conname from pg_constraint
        where conrelid = 'queue_entry'::regclass and contype = 'f'
      loop execute format('alter table queue_entry drop constraint %I', name); end loop;
    end $$`);
}

import { setTimeout as pause } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { db } from "#db/client.ts";

/**
 * A point of the ledger before which nothing can appear any more.
 *
 * The numbers of events are given when a row is written and become visible when its transaction ends, so a smaller
 * number may appear after a larger one. A transaction that writes to the ledger holds a lock on its table (one that
 * hinders no other writer) from before it takes a number until it has ended. So: read the last number that was given,
 * then see who holds such a lock, then wait until those have ended. Whoever comes later takes a larger number. Nobody is
 * held up by this, and no row is shared by writers.
 *
 * @param patienceMilliseconds how long to wait for transactions that are writing now
 * @returns the number up to which the ledger is whole, or null when somebody is still writing: try again later
 */
export async function settledSeq(patienceMilliseconds = 1_500): Promise<number | null> {
  // `last_value` is what any session was given: the sequence hands out numbers one by one (CACHE 1).
  const [last] = await db().execute<{ n: string; called: boolean }>(
    sql`select last_value as n, is_called as called from queue_event_seq_seq`,
  );
  if (!last?.called) return 0;
  const writers = await writersNow();
  const end = performance.now() + patienceMilliseconds;
  for (let left = writers; left.size > 0;) {
    if (performance.now() > end) return null;
    await pause(10);
    const now = await writersNow();
    left = new Set([...left].filter((each) => now.has(each)));
  }
  return Number(last.n);
}

/** The transactions that hold a lock for writing to the ledger; each has a name that is never used again. */
async function writersNow(): Promise<Set<string>> {
  const rows = await db().execute<{ name: string }>(sql`
    select virtualtransaction as name from pg_locks
    where locktype = 'relation' and relation = 'queue_event'::regclass and granted
      and database = (select oid from pg_database where datname = current_database())
      and mode in ('RowExclusiveLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')`);
  return new Set(rows.map(({ name }) => name));
}

import { sql } from "drizzle-orm";
import { transaction } from "#db/client.ts";
import { entryClasses, type EntryClass, type QueueKey } from "./order.ts";
import { standsAt } from "./position.ts";
import { countsOf } from "./views.ts";

export type ListedEntry = {
  readonly applicationId: string;
  readonly class: EntryClass;
  readonly registeredAt: Date;
  /** From 1. */
  readonly position: number;
};

type Ranks = { readonly class: EntryClass; readonly first: number; readonly last: number };

/**
 * The entries at the positions from `first` on, in the order of the queue: two questions of one snapshot, however long
 * the queue is. Fewer than `size` at its end.
 * @param ratio policy (1:N)
 */
export async function pageOfQueue(
  key: QueueKey,
  ratio: number,
  page: { readonly first: number; readonly size: number },
): Promise<{ readonly total: number; readonly entries: readonly ListedEntry[] }> {
  return await transaction(
    async (tx) => {
      const counts = await countsOf(tx, key);
      const wanted = Array.from({ length: page.size }, (_, i) =>
        standsAt(page.first + i, counts, ratio),
      ).filter((each) => each !== null);
      const ranks = entryClasses.flatMap((name): Ranks[] => {
        const own = wanted.filter((each) => each.class === name).map(({ rank }) => rank);
        const [first, last] = [own.at(0), own.at(-1)];
        return first === undefined || last === undefined ? [] : [{ class: name, first, last }];
      });
      const rows = await tx.execute<{ id: string; class: EntryClass; ms: string; rank: string }>(
        entriesByRank(key, ranks),
      );
      const byRank = new Map(rows.map((row) => [`${row.class} ${row.rank}`, row]));
      const entries = wanted.flatMap((each, i): ListedEntry[] => {
        const row = byRank.get(`${each.class} ${each.rank}`);
        if (row === undefined) return [];
        const { id, ms } = row;
        return [
          {
            applicationId: id,
            class: each.class,
            registeredAt: new Date(Number(ms)),
            position: page.first + i,
          },
        ];
      });
      const total = entryClasses.reduce((sum, name) => sum + counts[name], 0);
      return { total, entries };
    },
    { isolationLevel: "repeatable read", accessMode: "read only" },
  );
}

/** The block of 64 days, then the day in which a rank begins, by the counters; from there on the index is walked. */
function entriesByRank(key: QueueKey, ranks: readonly Ranks[]) {
  const { regionId, queueType, districtKato, cohort } = key;
  const queue = sql`region_id = ${regionId} and queue_type = ${queueType}
    and district_kato = ${districtKato} and cohort = ${cohort}`;
  return sql`
    select found.id, wanted.class, (extract(epoch from found.at) * 1000)::bigint as ms,
      wanted.first + found.n - 1 as rank
    from jsonb_to_recordset(${JSON.stringify(ranks)}::jsonb)
      as wanted(class text, first integer, last integer)
    cross join lateral (
      select b.block, b.days, b.before
      from (
        select block, n, days, sum(n) over (order by block) - n as before
        from queue_count where ${queue} and class = wanted.class
      ) b
      where b.before < wanted.first and b.before + b.n >= wanted.first
    ) block
    cross join lateral (
      select block.block * 64 + d.i - 1 as day, d.before
      from (
        select n, i, block.before + sum(n) over (order by i) - n as before
        from unnest(block.days) with ordinality as day(n, i)
      ) d
      where d.before < wanted.first and d.before + d.n >= wanted.first
    ) day
    cross join lateral (
      select e.application_id as id, e.registered_at as at,
        row_number() over (order by e.registered_at, e.seq) as n
      from (
        select application_id, registered_at, seq from queue_entry
        where waiting and ${queue} and class = wanted.class
          and registered_at >= to_timestamp(day.day * 86400.0)
        order by registered_at, seq
        offset wanted.first - 1 - day.before limit wanted.last - wanted.first + 1
      ) e
    ) found`;
}

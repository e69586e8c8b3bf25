import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { entryClasses, type EntryClass, type QueueKey } from "./order.ts";
import { type ClassCounts, standsAt } from "./position.ts";
import { snapshot } from "./story.ts";
import { countsOf } from "./views.ts";

export type ListedEntry = {
  readonly applicationId: string;
  readonly class: EntryClass;
  readonly registeredAt: Date;
  /** From 1. */
  readonly position: number;
};

/** A part of one queue: so many entries from a position on. */
export type Portion = {
  readonly key: QueueKey;
  /** Of the whole queue, of the same snapshot. */
  readonly counts: ClassCounts;
  /** Policy (1:N). */
  readonly ratio: number;
  /** From 1. */
  readonly first: number;
  readonly size: number;
};

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
  return await snapshot(async (tx) => {
    const counts = await countsOf(tx, key);
    const [entries = []] = await entriesOf(tx, [{ key, counts, ratio, ...page }]);
    return { total: totalOf(counts), entries };
  });
}

export function totalOf(counts: ClassCounts): number {
  return entryClasses.reduce((sum, name) => sum + counts[name], 0);
}

/** The entries of several portions, each in the order of its queue: one question, however many queues they are of. */
export async function entriesOf(
  tx: Tx,
  portions: readonly Portion[],
): Promise<readonly (readonly ListedEntry[])[]> {
  const wanted = portions.map(({ counts, ratio, first, size }) =>
    Array.from({ length: size }, (_, i) => standsAt(first + i, counts, ratio)).filter(
      (each) => each !== null,
    ),
  );
  const ranks = portions.flatMap(({ key }, portion) =>
    entryClasses.flatMap((name): Ranks[] => {
      const own = (wanted[portion] ?? []).filter((each) => each.class === name);
      const [first, last] = [own.at(0)?.rank, own.at(-1)?.rank];
      if (first === undefined || last === undefined) return [];
      return [{ ...key, portion, class: name, first, last }];
    }),
  );
  if (ranks.length === 0) return portions.map(() => []);
  const rows = await tx.execute<Found>(entriesByRank(ranks));
  const byRank = new Map(rows.map((row) => [`${row.portion} ${row.class} ${row.rank}`, row]));
  return portions.map(({ first }, portion) =>
    (wanted[portion] ?? []).flatMap((each, i): ListedEntry[] => {
      const row = byRank.get(`${portion} ${each.class} ${each.rank}`);
      if (row === undefined) return [];
      const registeredAt = new Date(Number(row.ms));
      return [{ applicationId: row.id, class: each.class, registeredAt, position: first + i }];
    }),
  );
}

type Ranks = QueueKey & {
  /** Index of the portion. */
  readonly portion: number;
  readonly class: EntryClass;
  readonly first: number;
  readonly last: number;
};

type Found = {
  readonly portion: number;
  readonly id: string;
  readonly class: EntryClass;
  readonly ms: string;
  readonly rank: string;
};

/** The block of 64 days, then the day in which a rank begins, by the counters; from there on the index is walked. */
function entriesByRank(ranks: readonly Ranks[]) {
  const queue = sql`region_id = wanted."regionId" and queue_type = wanted."queueType"
    and district_kato = wanted."districtKato" and cohort = wanted.cohort`;
  return sql`
    select wanted.portion, found.id, wanted.class, (extract(epoch from found.at) * 1000)::bigint as ms,
      wanted.first + found.n - 1 as rank
    from jsonb_to_recordset(${JSON.stringify(ranks)}::jsonb)
      as wanted("regionId" integer, "queueType" text, "districtKato" text, cohort integer,
        portion integer, class text, first integer, last integer)
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

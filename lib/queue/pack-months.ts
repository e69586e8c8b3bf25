import { and, asc, eq, gte, lt, sql } from "drizzle-orm";
import { db, transaction, type Tx } from "#db/client.ts";
import { queueCount, queueMove, queueMoveMonth } from "#db/schema/queue.ts";
import { log } from "#lib/platform/log.ts";
import { listPortals } from "#lib/regions/views.ts";
import { monthAfter, monthOf, ofQueue, rawMoves, startOfMonth } from "./move-rows.ts";
import type { QueueKey } from "./order.ts";
import { packMoves } from "./packed-moves.ts";

/** After its end, for whoever tells something a little late; that night's job packs it. */
const grace = 12 * 3_600_000;
/** So many months of a queue in one transaction; who writes to one of them waits for it. */
const together = 12;

/**
 * The job `pack-months`: writes the moves of each queue's months that are over in few bytes, so that the story of a year
 * reads a tenth of the pages. What is packed already, or written to at this moment, is left; running it twice changes
 * nothing.
 * @param now the portal's clock
 * @returns how many months were packed
 */
export async function packMonths(now: Date): Promise<number> {
  let packed = 0;
  for (const { id } of await listPortals()) packed += await packMonthsOf(id, now);
  if (packed > 0) log.info("Months of moves were packed", { packed });
  return packed;
}

/** The same for one region. */
export async function packMonthsOf(regionId: number, now: Date): Promise<number> {
  const present = monthOf(new Date(now.getTime() - grace));
  let packed = 0;
  for (const key of await queuesOf(regionId)) {
    const missing = await missingMonths(key, present);
    for (let from = 0; from < missing.length; from += together) {
      const months = missing.slice(from, from + together);
      packed += await transaction((tx) => packTogether(tx, key, months));
    }
  }
  return packed;
}

/** Every queue that ever was counted. */
async function queuesOf(regionId: number): Promise<QueueKey[]> {
  const { queueType, districtKato, cohort } = queueCount;
  const rows = await db()
    .selectDistinct({ queueType, districtKato, cohort })
    .from(queueCount)
    .where(eq(queueCount.regionId, regionId))
    .orderBy(asc(queueType), asc(districtKato), asc(cohort));
  return rows.map((row) => ({ regionId, ...row }));
}

/** From its first move on, all that are over and not packed. */
async function missingMonths(key: QueueKey, present: string): Promise<string[]> {
  const [first] = await db()
    .select({ at: queueMove.at })
    .from(queueMove)
    .where(ofQueue(queueMove, key))
    .orderBy(asc(queueMove.at))
    .limit(1);
  if (first === undefined) return [];
  const rows = await db()
    .selectDistinct({ month: queueMoveMonth.month })
    .from(queueMoveMonth)
    .where(ofQueue(queueMoveMonth, key));
  const packed = new Set(rows.map(({ month }) => month));
  const missing: string[] = [];
  for (let month = monthOf(first.at); month < present; month = monthAfter(month)) {
    if (!packed.has(month)) missing.push(month);
  }
  return missing;
}

async function packTogether(tx: Tx, key: QueueKey, months: readonly string[]): Promise<number> {
  const { regionId, queueType, districtKato, cohort } = key;
  // First the locks and then, by other statements, what is seen behind them.
  const locks = await tx.execute<{ month: string; got: boolean }>(sql`
    select month, pg_try_advisory_xact_lock(queue_month_lock(
      ${regionId}, ${queueType}, ${districtKato}, ${cohort}, month::date)) as got
    from jsonb_array_elements_text(${JSON.stringify(months)}::jsonb) month`);
  const [first, last] = [months.at(0), months.at(-1)];
  const free = locks.filter(({ got }) => got).map(({ month }) => month);
  if (first === undefined || last === undefined || free.length === 0) return 0;
  const moves = Map.groupBy(await movesOfMonths(tx, key, first, last), ({ at }) => monthOf(at));
  const rows = free.flatMap((month) =>
    packMoves(moves.get(month) ?? [], startOfMonth(month)).map((packed, part) => {
      return { regionId, queueType, districtKato, cohort, month, part, moves: packed };
    }),
  );
  const added = await tx
    .insert(queueMoveMonth)
    .values(rows)
    .onConflictDoNothing()
    .returning({ month: queueMoveMonth.month });
  return new Set(added.map(({ month }) => month)).size;
}

/** How a month is to be packed, by the rows that it is a copy of. */
export async function packedFromRows(tx: Tx, key: QueueKey, month: string): Promise<Uint8Array[]> {
  return packMoves(await movesOfMonths(tx, key, month, month), startOfMonth(month));
}

async function movesOfMonths(tx: Tx, key: QueueKey, first: string, last: string) {
  const from = gte(queueMove.at, startOfMonth(first));
  return await rawMoves(tx, key, and(from, lt(queueMove.at, startOfMonth(monthAfter(last)))));
}

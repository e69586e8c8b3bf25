import { and, asc, eq, gte, lt, sql } from "drizzle-orm";
import { db, transaction, type Tx } from "#db/client.ts";
import { queueCount, queueMove, queueMoveMonth } from "#db/schema/queue.ts";
import { log } from "#lib/platform/log.ts";
import { listPortals } from "#lib/regions/views.ts";
import { monthAfter, monthOf, ofQueue, rawMoves, startOfMonth } from "./move-rows.ts";
import type { QueueKey } from "./order.ts";
import { packMoves } from "./packed-moves.ts";

/** After its end, for whoever tells something a little late. */
const grace = 2 * 86_400_000;

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
    const known = await packedMonths(key);
    const first = await firstMove(key);
    if (first === null) continue;
    for (let month = monthOf(first); month < present; month = monthAfter(month)) {
      if (known.has(month)) continue;
      const done = await transaction((tx) => packMonth(tx, key, month));
      packed += done ? 1 : 0;
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

async function packedMonths(key: QueueKey): Promise<ReadonlySet<string>> {
  const rows = await db()
    .selectDistinct({ month: queueMoveMonth.month })
    .from(queueMoveMonth)
    .where(ofQueue(queueMoveMonth, key));
  return new Set(rows.map(({ month }) => month));
}

async function firstMove(key: QueueKey): Promise<Date | null> {
  const [row] = await db()
    .select({ at: queueMove.at })
    .from(queueMove)
    .where(ofQueue(queueMove, key))
    .orderBy(asc(queueMove.at))
    .limit(1);
  return row?.at ?? null;
}

async function packMonth(tx: Tx, key: QueueKey, month: string): Promise<boolean> {
  // First the lock and then, by another statement, what is seen behind it.
  const [lock] = await tx.execute<{ got: boolean }>(sql`
    select pg_try_advisory_xact_lock(queue_month_lock(
      ${key.regionId}, ${key.queueType}, ${key.districtKato}, ${key.cohort}, ${month}::date)) as got`);
  if (lock?.got !== true) return false;
  const parts = await packedFromRows(tx, key, month);
  const { regionId, queueType, districtKato, cohort } = key;
  const place = { regionId, queueType, districtKato, cohort, month };
  const rows = parts.map((moves, part) => ({ ...place, part, moves }));
  const added = await tx
    .insert(queueMoveMonth)
    .values(rows)
    .onConflictDoNothing()
    .returning({ part: queueMoveMonth.part });
  return added.length > 0;
}

/** How a month is to be packed, by the rows it is a copy of. */
export async function packedFromRows(tx: Tx, key: QueueKey, month: string): Promise<Uint8Array[]> {
  const start = startOfMonth(month);
  const moves = await rawMoves(
    tx,
    key,
    and(gte(queueMove.at, start), lt(queueMove.at, startOfMonth(monthAfter(month)))),
  );
  return packMoves(moves, start);
}

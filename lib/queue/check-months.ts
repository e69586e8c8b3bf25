import { and, asc, eq } from "drizzle-orm";
import { db, transaction } from "#db/client.ts";
import { queueMoveMonth } from "#db/schema/queue.ts";
import { ofQueue } from "./move-rows.ts";
import type { QueueKey } from "./order.ts";
import { packedFromRows } from "./pack-months.ts";

/** Months of queues of a region whose packed moves are not byte for byte what their rows pack to. */
export async function wrongMonths(regionId: number): Promise<number> {
  const { queueType, districtKato, cohort, month } = queueMoveMonth;
  const months = await db()
    .selectDistinct({ queueType, districtKato, cohort, month })
    .from(queueMoveMonth)
    .where(eq(queueMoveMonth.regionId, regionId));
  let wrong = 0;
  for (const { month: of, ...queue } of months) {
    wrong += (await isSound({ regionId, ...queue }, of)) ? 0 : 1;
  }
  return wrong;
}

/** In one snapshot, so that a move of this moment, which takes the packed ones away, is no difference. */
async function isSound(key: QueueKey, month: string): Promise<boolean> {
  return await transaction(
    async (tx) => {
      const kept = await tx
        .select({ moves: queueMoveMonth.moves })
        .from(queueMoveMonth)
        .where(and(ofQueue(queueMoveMonth, key), eq(queueMoveMonth.month, month)))
        .orderBy(asc(queueMoveMonth.part));
      if (kept.length === 0) return true;
      const told = await packedFromRows(tx, key, month);
      return (
        kept.length === told.length &&
        told.every(
          (moves, part) => Buffer.compare(moves, kept[part]?.moves ?? new Uint8Array()) === 0,
        )
      );
    },
    { isolationLevel: "repeatable read", accessMode: "read only" },
  );
}

import { and, asc, eq, getTableColumns, gt, gte, lte } from "drizzle-orm";
import type { Queryable } from "#db/client.ts";
import { queueEvent } from "#db/schema/applications.ts";
import { queueMove } from "#db/schema/queue.ts";
import { type QueueEventKind, queueEventKinds } from "./ledger.ts";
import type { EntryClass, QueueKey } from "./order.ts";
import { keyOf, type QueueMove, type StandingInQueue } from "./moves.ts";

// Exactly the columns of the index `queue_move_read`, so that the table itself is not opened.
const columns = {
  queueType: queueMove.queueType,
  districtKato: queueMove.districtKato,
  cohort: queueMove.cohort,
  at: queueMove.at,
  eventSeq: queueMove.eventSeq,
  applicationId: queueMove.applicationId,
  kind: queueMove.kind,
  entrySeq: queueMove.entrySeq,
  wasClass: queueMove.wasClass,
  wasRegisteredAt: queueMove.wasRegisteredAt,
  isClass: queueMove.isClass,
  isRegisteredAt: queueMove.isRegisteredAt,
};

/**
 * What happened in one queue after an instant, in its order. The work grows with what happened in this queue since, not
 * with its length nor with the region.
 */
export async function movesSince(db: Queryable, key: QueueKey, after: Date): Promise<QueueMove[]> {
  const rows = await db
    .select(columns)
    .from(queueMove)
    .where(
      and(
        eq(queueMove.regionId, key.regionId),
        eq(queueMove.queueType, key.queueType),
        eq(queueMove.districtKato, key.districtKato),
        eq(queueMove.cohort, key.cohort),
        gt(queueMove.at, after),
      ),
    )
    .orderBy(asc(queueMove.at), asc(queueMove.eventSeq));
  return rows.map((row) => moveFrom(key.regionId, row));
}

/** The moves on record of the applications between two ids, both included, by event and side; for the nightly check. */
export async function movesOfSlice(
  db: Queryable,
  regionId: number,
  first: string,
  last: string,
): Promise<QueueMove[]> {
  const rows = await db
    .select(getTableColumns(queueMove))
    .from(queueEvent)
    .innerJoin(
      queueMove,
      and(eq(queueMove.regionId, queueEvent.regionId), eq(queueMove.eventSeq, queueEvent.seq)),
    )
    .where(
      and(
        eq(queueEvent.regionId, regionId),
        gte(queueEvent.applicationId, first),
        lte(queueEvent.applicationId, last),
      ),
    )
    .orderBy(asc(queueMove.eventSeq), asc(queueMove.side));
  return rows.map((row) => moveFrom(regionId, row));
}

type Row = Omit<typeof queueMove.$inferSelect, "regionId" | "side">;

function moveFrom(regionId: number, row: Row): QueueMove {
  const { at, eventSeq, applicationId, entrySeq } = row;
  return {
    eventSeq,
    at,
    kind: kindOf(row.kind),
    applicationId,
    key: keyOf(regionId, row),
    was: standing(row.wasClass, row.wasRegisteredAt, entrySeq),
    is: standing(row.isClass, row.isRegisteredAt, entrySeq),
  };
}

function standing(
  entryClass: EntryClass | null,
  registeredAt: Date | null,
  seq: number,
): StandingInQueue | null {
  return entryClass === null || registeredAt === null
    ? null
    : { class: entryClass, registeredAt, seq };
}

function kindOf(text: string): QueueEventKind {
  const kind = queueEventKinds.find((each) => each === text);
  if (kind === undefined) throw new Error(`a move of an unknown kind ${text}`);
  return kind;
}

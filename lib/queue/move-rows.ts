import { and, asc, eq, getTableColumns, gt, gte, lt, lte, type SQL } from "drizzle-orm";
import type { Queryable } from "#db/client.ts";
import { type queueEntry, queueEvent } from "#db/schema/applications.ts";
import { queueMove, queueMoveMonth } from "#db/schema/queue.ts";
import { type QueueEventKind, queueEventKinds } from "./ledger.ts";
import type { EntryClass, QueueKey } from "./order.ts";
import { keyOf, type MoveOfApplication, type QueueMove, type StandingInQueue } from "./moves.ts";
import { unpackMoves } from "./packed-moves.ts";

// Columns of the index `queue_move_read` and no other, so that the table itself is not opened.
const columns = {
  queueType: queueMove.queueType,
  districtKato: queueMove.districtKato,
  cohort: queueMove.cohort,
  at: queueMove.at,
  eventSeq: queueMove.eventSeq,
  kind: queueMove.kind,
  entrySeq: queueMove.entrySeq,
  wasClass: queueMove.wasClass,
  wasRegisteredAt: queueMove.wasRegisteredAt,
  isClass: queueMove.isClass,
  isRegisteredAt: queueMove.isRegisteredAt,
};

/**
 * What happened in one queue after an instant, in its order: of months that are over from where they lie packed, of the
 * rest from the rows. The work grows with what happened in this queue since, not with its length nor with the region. To
 * be asked in one snapshot, or a month that is packed or unpacked meanwhile is told twice or not at all.
 */
export async function movesSince(db: Queryable, key: QueueKey, after: Date): Promise<QueueMove[]> {
  const packed = await db
    .select({ month: queueMoveMonth.month, moves: queueMoveMonth.moves })
    .from(queueMoveMonth)
    .where(and(ofQueue(queueMoveMonth, key), gte(queueMoveMonth.month, monthOf(after))))
    .orderBy(asc(queueMoveMonth.month), asc(queueMoveMonth.part));
  const found: (readonly QueueMove[])[] = [];
  let month = monthOf(after);
  let unpacked = gt(queueMove.at, after);
  for (const [next, parts] of Map.groupBy(packed, (each) => each.month)) {
    const start = startOfMonth(next);
    if (next > month) found.push(await rawMoves(db, key, and(unpacked, lt(queueMove.at, start))));
    for (const { moves } of parts) {
      found.push(unpackMoves(moves, key, start).filter(({ at }) => at > after));
    }
    month = monthAfter(next);
    unpacked = gte(queueMove.at, startOfMonth(month));
  }
  found.push(await rawMoves(db, key, unpacked));
  return found.flat();
}

/** Moves of one queue from the rows themselves, in their order. */
export async function rawMoves(
  db: Queryable,
  key: QueueKey,
  when: SQL | undefined,
): Promise<QueueMove[]> {
  const rows = await db
    .select(columns)
    .from(queueMove)
    .where(and(ofQueue(queueMove, key), when))
    .orderBy(asc(queueMove.at), asc(queueMove.eventSeq));
  return rows.map((row) => moveFrom(key.regionId, row));
}

export function ofQueue(
  table: typeof queueMove | typeof queueMoveMonth | typeof queueEntry,
  key: QueueKey,
): SQL | undefined {
  return and(
    eq(table.regionId, key.regionId),
    eq(table.queueType, key.queueType),
    eq(table.districtKato, key.districtKato),
    eq(table.cohort, key.cohort),
  );
}

/** The first day of its month, UTC, as months of moves are named. */
export function monthOf(at: Date): string {
  return `${at.toISOString().slice(0, 7)}-01`;
}

export function startOfMonth(month: string): Date {
  return new Date(`${month}T00:00:00.000Z`);
}

export function monthAfter(month: string): string {
  const start = startOfMonth(month);
  return monthOf(new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1)));
}

/** The moves on record of the applications between two ids, both included, by event and side; for the nightly check. */
export async function movesOfSlice(
  db: Queryable,
  regionId: number,
  first: string,
  last: string,
): Promise<MoveOfApplication[]> {
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
  return rows.map((row) => ({ ...moveFrom(regionId, row), applicationId: row.applicationId }));
}

type Row = Omit<typeof queueMove.$inferSelect, "regionId" | "side" | "applicationId">;

function moveFrom(regionId: number, row: Row): QueueMove {
  const { at, eventSeq, entrySeq } = row;
  return {
    eventSeq,
    at,
    kind: kindOf(row.kind),
    entrySeq,
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

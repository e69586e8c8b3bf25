import { and, asc, eq, sql } from "drizzle-orm";
import type { Queryable } from "#db/client.ts";
import { queueEntry, queueEvent } from "#db/schema/applications.ts";
import type { EntryClass, QueueKey } from "./order.ts";
import { positionOf, worstPosition, type ClassCounts } from "./position.ts";

export type QueuePlace = {
  readonly key: QueueKey;
  readonly class: EntryClass;
  readonly registeredAt: Date;
  /** From 1. */
  readonly position: number;
  /** «Не дальше чем»: only children with a right outside the queue can push it further. */
  readonly worst: number;
  /** How many wait in this queue. */
  readonly total: number;
};

/** The place of a waiting entry at this moment; null when it does not wait. `ratio` is policy (1:N). */
export async function placeOf(
  db: Queryable,
  entry: { readonly regionId: number; readonly applicationId: string },
  ratio: number,
): Promise<QueuePlace | null> {
  const [own] = await db
    .select()
    .from(queueEntry)
    .where(
      and(
        eq(queueEntry.regionId, entry.regionId),
        eq(queueEntry.applicationId, entry.applicationId),
        eq(queueEntry.waiting, true),
      ),
    );
  if (!own) return null;
  const key = {
    regionId: own.regionId,
    queueType: own.queueType,
    districtKato: own.districtKato,
    cohort: own.cohort,
  };
  const counts = await countsOf(db, key);
  // A row comparison over the covering index: the definition of «before me», whatever shortcut comes later.
  const [ahead] = await db
    .select({ n: sql<number>`count(*)::int` })
    .from(queueEntry)
    .where(
      and(
        inQueue(key),
        eq(queueEntry.class, own.class),
        sql`(${queueEntry.registeredAt}, ${queueEntry.seq}) < (${own.registeredAt.toISOString()}::timestamptz, ${own.seq})`,
      ),
    );
  const rank = (ahead?.n ?? 0) + 1;
  return {
    key,
    class: own.class,
    registeredAt: own.registeredAt,
    position: positionOf(own.class, rank, counts, ratio),
    worst: worstPosition(own.class, rank, counts, ratio),
    total: counts.extraordinary + counts["first-priority"] + counts.ordinary,
  };
}

/** How many entries of each class wait in a queue. */
export async function countsOf(db: Queryable, key: QueueKey): Promise<ClassCounts> {
  const rows = await db
    .select({ class: queueEntry.class, n: sql<number>`count(*)::int` })
    .from(queueEntry)
    .where(inQueue(key))
    .groupBy(queueEntry.class);
  const n = (wanted: EntryClass): number => rows.find((row) => row.class === wanted)?.n ?? 0;
  return {
    extraordinary: n("extraordinary"),
    "first-priority": n("first-priority"),
    ordinary: n("ordinary"),
  };
}

export type HistoryLine = {
  readonly kind: string;
  readonly at: Date;
  readonly actorRole: string;
  readonly legalGround: string;
  readonly data: Readonly<Record<string, unknown>>;
};

/** The whole life of an entry, oldest first. The caller has authorized the application. */
export async function historyOf(
  db: Queryable,
  entry: { readonly regionId: number; readonly applicationId: string },
): Promise<HistoryLine[]> {
  return await db
    .select({
      kind: queueEvent.kind,
      at: queueEvent.at,
      actorRole: queueEvent.actorRole,
      legalGround: queueEvent.legalGround,
      data: queueEvent.data,
    })
    .from(queueEvent)
    .where(
      and(
        eq(queueEvent.regionId, entry.regionId),
        eq(queueEvent.applicationId, entry.applicationId),
      ),
    )
    .orderBy(asc(queueEvent.seq));
}

function inQueue(key: QueueKey) {
  return and(
    eq(queueEntry.regionId, key.regionId),
    eq(queueEntry.queueType, key.queueType),
    eq(queueEntry.districtKato, key.districtKato),
    eq(queueEntry.cohort, key.cohort),
    eq(queueEntry.waiting, true),
  );
}

import { and, eq, or, sql } from "drizzle-orm";
import type { Queryable } from "#db/client.ts";
import { application, queueEntry } from "#db/schema/applications.ts";
import type { EntryChange, EntryState } from "./entry-state.ts";
import { keyOf } from "./moves.ts";
import { orderQueue, type QueueKey } from "./order.ts";

/** A move between cohorts, categories, districts or kinds of queue, as `changeEntries` would be told it. */
export type ProposedMove = { readonly applicationId: string; readonly change: EntryChange };

export type RecutLine = {
  readonly applicationId: string;
  /** The public name of the entry. */
  readonly entryCode: string;
  readonly moved: boolean;
  readonly from: { readonly key: QueueKey; readonly position: number };
  readonly to: { readonly key: QueueKey; readonly position: number };
};

export type RecutPreview = {
  /** Applications that would move; those that do not wait now among them. */
  readonly moved: number;
  /** How many of those who wait get a smaller, a greater, the same number. */
  readonly better: number;
  readonly worse: number;
  readonly same: number;
  /** Everybody who moves or whose number changes, the greatest loss first. */
  readonly lines: readonly RecutLine[];
};

type Row = EntryState & { readonly applicationId: string; readonly entryCode: string };

/**
 * What a re-cut would do to everybody's number, before anybody does it; nothing is written. Exact at this moment, for the
 * office: it reads the queues it touches from end to end. Who is not there is left out.
 * @param ratioOf policy (1:N) of a kind of queue
 */
export async function previewRecut(
  db: Queryable,
  recut: { readonly regionId: number; readonly moves: readonly ProposedMove[] },
  ratioOf: (queueType: string) => number,
): Promise<RecutPreview> {
  const { regionId } = recut;
  const changes = new Map(recut.moves.map((move) => [move.applicationId, move.change]));
  const moving = await rowsOf(
    db,
    and(
      eq(queueEntry.regionId, regionId),
      sql`${queueEntry.applicationId} in (
        select jsonb_array_elements_text(${JSON.stringify([...changes.keys()])}::jsonb)::uuid)`,
    ),
  );
  const after = (row: Row): Row => ({ ...row, ...changes.get(row.applicationId) });
  const touched = new Map(
    moving
      .flatMap((row) => [row, after(row)])
      .map((row) => [nameOf(row), keyOf(regionId, row)] as const),
  );
  const waiting = touched.size === 0 ? [] : await rowsOf(db, waitsIn([...touched.values()]));
  const now = positionsOf(waiting, ratioOf);
  const then = positionsOf(waiting.map(after), ratioOf);
  const all = waiting.map((row): RecutLine => {
    const { applicationId, entryCode } = row;
    return {
      applicationId,
      entryCode,
      moved: changes.has(applicationId),
      from: { key: keyOf(regionId, row), position: now.get(applicationId) ?? 0 },
      to: { key: keyOf(regionId, after(row)), position: then.get(applicationId) ?? 0 },
    };
  });
  const count = (sign: number) => all.filter((line) => Math.sign(lossOf(line)) === sign).length;
  return {
    moved: moving.length,
    better: count(-1),
    worse: count(1),
    same: count(0),
    lines: all
      .filter((line) => line.moved || lossOf(line) !== 0)
      .toSorted((a, b) => lossOf(b) - lossOf(a) || a.from.position - b.from.position),
  };
}

function lossOf({ from, to }: RecutLine): number {
  return to.position - from.position;
}

function nameOf({ queueType, districtKato, cohort }: Row): string {
  return JSON.stringify([queueType, districtKato, cohort]);
}

function positionsOf(
  rows: readonly Row[],
  ratioOf: (queueType: string) => number,
): ReadonlyMap<string, number> {
  const queues = Map.groupBy(rows, nameOf);
  return new Map(
    [...queues.values()].flatMap((queue) =>
      orderQueue(queue, ratioOf(queue[0]?.queueType ?? "")).map(
        ({ applicationId }, index) => [applicationId, index + 1] as const,
      ),
    ),
  );
}

/** Everybody who waits in these queues of one region: by the index of the order, `waiting` written out for it. */
function waitsIn(keys: readonly QueueKey[]) {
  const each = keys.map((key) =>
    and(
      eq(queueEntry.regionId, key.regionId),
      eq(queueEntry.queueType, key.queueType),
      eq(queueEntry.districtKato, key.districtKato),
      eq(queueEntry.cohort, key.cohort),
    ),
  );
  return and(sql`${queueEntry.waiting}`, or(...each));
}

async function rowsOf(db: Queryable, condition: ReturnType<typeof and>): Promise<Row[]> {
  const rows = await db
    .select({ entry: queueEntry, entryCode: application.entryCode })
    .from(queueEntry)
    .innerJoin(
      application,
      and(
        eq(application.regionId, queueEntry.regionId),
        eq(application.id, queueEntry.applicationId),
      ),
    )
    .where(condition);
  return rows.map(({ entry, entryCode }) => ({ ...entry, entryCode }));
}

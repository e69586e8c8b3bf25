import { and, asc, eq } from "drizzle-orm";
import { transaction, type Tx } from "#db/client.ts";
import { queueEntry, queueEvent } from "#db/schema/applications.ts";
import { addDays, type LocalDate, localDateOf, startOfDay } from "#lib/calendar/local-date.ts";
import { listPolicies, policyFor } from "#lib/regions/views.ts";
import { aheadOf } from "./ahead.ts";
import type { EntryState } from "./entry-state.ts";
import { explain, type Explanation, type RatioFrom } from "./explain.ts";
import { movesSince } from "./move-rows.ts";
import { keyOf, type OwnStep, type QueueMove, stepsOf } from "./moves.ts";
import { compareStanding, sameQueue } from "./order.ts";
import { ledgerLine } from "./slices.ts";
import { happen, placesBetween, type Surroundings } from "./surroundings.ts";
import { countsOf } from "./views.ts";

export type EntryRef = { readonly regionId: number; readonly applicationId: string };

/** An entry with its life, and the others of its queues as they were at an instant, with what happened since. */
export type Followed = {
  readonly steps: readonly OwnStep[];
  readonly around: readonly Surroundings[];
  readonly moves: readonly QueueMove[];
};

/**
 * Why the number of an entry changed between two instants, by the rules in force at each moment. One snapshot; the work
 * grows with what happened in the entry's own queue since `from`, not with the queue, nor the region, nor other regions.
 * The caller has authorized the application.
 * @returns null when it did not wait between them
 */
export async function numberStory(
  entry: EntryRef,
  { from, to }: { readonly from: Date; readonly to: Date },
): Promise<Explanation | null> {
  const followed = await snapshot((tx) => follow(tx, entry, from, to));
  if (followed === null) return null;
  const queueTypes = new Set(followed.around.map(({ key }) => key.queueType));
  const ratios: RatioFrom[] = [];
  for (const queueType of queueTypes) {
    ratios.push(...(await ratiosBetween({ regionId: entry.regionId, queueType }, from, to)));
  }
  return explain({ regionId: entry.regionId, ...followed, ratios, from, to });
}

/**
 * What must be known to tell an entry's number at every moment between two instants: the present counters, with
 * everything undone that happened in its queues since `from`.
 * @returns null when there is no such entry
 */
export async function follow(
  tx: Tx,
  entry: EntryRef,
  from: Date,
  to: Date,
): Promise<Followed | null> {
  const { regionId, applicationId } = entry;
  const [row] = await tx
    .select()
    .from(queueEntry)
    .where(and(eq(queueEntry.regionId, regionId), eq(queueEntry.applicationId, applicationId)));
  if (row === undefined) return null;
  const events = await tx
    .select(ledgerLine)
    .from(queueEvent)
    .where(and(eq(queueEvent.regionId, regionId), eq(queueEvent.applicationId, applicationId)))
    .orderBy(asc(queueEvent.seq));
  const steps = stepsOf(events, row);
  const around: Surroundings[] = [];
  const moves: QueueMove[] = [];
  for (const place of placesBetween(regionId, steps, from, to)) {
    const queue = await othersNow(tx, place, row);
    const since = await movesSince(tx, place.key, from);
    const others = since.filter((move) => move.entrySeq !== row.seq);
    for (const move of others) happen(queue, move, true);
    around.push(queue);
    moves.push(...others);
  }
  return { steps, around, moves };
}

/** The others of a queue at this moment, by its counters; the entry itself is left out of them. */
async function othersNow(
  tx: Tx,
  { key, standings }: ReturnType<typeof placesBetween>[number],
  row: EntryState,
): Promise<Surroundings> {
  const counts = { ...(await countsOf(tx, key)) };
  const inIt = row.waiting && sameQueue(keyOf(key.regionId, row), key);
  if (inIt) counts[row.class] -= 1;
  const places: Surroundings["places"][number][] = [];
  for (const standing of standings) {
    const own = inIt && row.class === standing.class && compareStanding(row, standing) < 0;
    places.push({ standing, ahead: (await aheadOf(tx, key, standing)) - (own ? 1 : 0) });
  }
  return { key, counts, places };
}

/** One moment of the database for several questions. */
export async function snapshot<T>(read: (tx: Tx) => Promise<T>): Promise<T> {
  return await transaction(read, { isolationLevel: "repeatable read", accessMode: "read only" });
}

/** The policies of a kind of queue between two instants: the first is in force at `from`. They change at midnight. */
async function ratiosBetween(
  queue: { readonly regionId: number; readonly queueType: string },
  from: Date,
  to: Date,
): Promise<RatioFrom[]> {
  const [first, last] = [localDateOf(from), localDateOf(to)];
  const days = (await listPolicies())
    .flatMap(({ validFrom, validTo }) => [validFrom, ...(validTo ? [addDays(validTo, 1)] : [])])
    .filter((day) => day > first && day <= last);
  const ratios: RatioFrom[] = [];
  for (const day of [first, ...new Set<LocalDate>(days.toSorted())]) {
    const at = startOfDay(day);
    const { parameters } = await policyFor({ ...queue, at });
    const ratio = parameters.priorityRatio;
    if (ratios.at(-1)?.ratio !== ratio) ratios.push({ at, queueType: queue.queueType, ratio });
  }
  return ratios;
}

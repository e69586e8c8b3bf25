import { and, eq } from "drizzle-orm";
import type { Queryable } from "#db/client.ts";
import { queueEntry } from "#db/schema/applications.ts";
import { aheadOf } from "./ahead.ts";
import type { EntryChange } from "./entry-state.ts";
import { compareStanding, sameQueue } from "./order.ts";
import { countsOf, placeFrom, type QueuePlace } from "./views.ts";

/**
 * The place an entry would have at this moment, were it changed so: told before a family gives up a privilege, claims
 * one or moves to another district. Counted from the counters like every place; nothing is written. In an open
 * transaction it is exact for its snapshot.
 * @param change what would be different; `waiting: true` for one that would come back into the queue
 * @param ratio policy (1:N) of the kind of queue it would stand in
 * @returns null when there is no such entry, or it does not wait and would not
 */
export async function placeAfter(
  db: Queryable,
  entry: { readonly regionId: number; readonly applicationId: string },
  change: EntryChange & { readonly waiting?: true },
  ratio: number,
): Promise<QueuePlace | null> {
  const { regionId, applicationId } = entry;
  const [now] = await db
    .select()
    .from(queueEntry)
    .where(and(eq(queueEntry.regionId, regionId), eq(queueEntry.applicationId, applicationId)));
  if (now === undefined) return null;
  const then = { ...now, ...change };
  if (!then.waiting) return null;
  const { queueType, districtKato, cohort } = then;
  const key = { regionId, queueType, districtKato, cohort };
  const counts = { ...(await countsOf(db, key)) };
  let ahead = await aheadOf(db, key, then);
  // As it stands now it must not be counted before itself.
  if (now.waiting && sameQueue(now, key)) {
    counts[now.class] -= 1;
    if (now.class === then.class && compareStanding(now, then) < 0) ahead -= 1;
  }
  counts[then.class] += 1;
  const registeredAt = then.registeredAt.toISOString();
  return placeFrom({ key, class: then.class, registeredAt, counts, ahead }, ratio);
}

import { and, eq, isNotNull, isNull, lte } from "drizzle-orm";
import { db } from "#db/client.ts";
import { applicationHold } from "#db/schema/office.ts";
import { release } from "./hold.ts";
import { oneByOne } from "./one-by-one.ts";

const batch = 200;

/** Ends the holds whose stored instant has come: those of the stop-list, and those an officer set an end to. */
export async function releaseDueHolds(now: Date): Promise<void> {
  const running = and(isNull(applicationHold.releasedAt), isNotNull(applicationHold.until));
  const due = await db()
    .select()
    .from(applicationHold)
    .where(and(running, lte(applicationHold.until, now)))
    .limit(batch);
  await oneByOne(due, async (tx, row, { regionId, id }) => {
    const same = and(eq(applicationHold.regionId, regionId), eq(applicationHold.id, id));
    const [hold] = await tx
      .select({ releasedAt: applicationHold.releasedAt })
      .from(applicationHold)
      .where(same);
    // Again behind the lock: an officer or another worker may have ended it.
    if (hold === undefined || hold.releasedAt !== null) return;
    const released = await release(tx, row, { by: "system", ground: "hold-over" }, now);
    // Withdrawn or removed meanwhile, or the place is taken: the hold is over, and there is nothing to release.
    if (!released.ok) await tx.update(applicationHold).set({ releasedAt: now }).where(same);
  });
}

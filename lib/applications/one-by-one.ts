import { and, eq } from "drizzle-orm";
import { transaction, type Tx } from "#db/client.ts";
import { application } from "#db/schema/applications.ts";
import { log } from "#lib/platform/log.ts";
import type { ApplicationRow } from "./deed.ts";

export type Due = { readonly regionId: number; readonly applicationId: string };

/**
 * Works off applications that are due, each in a transaction of its own with its row locked: a process that dies leaves
 * whole ones, and one that fails keeps none of the others. What another worker has in hand is left to it. The work looks
 * again behind the lock whether it is still to be done.
 * @returns how many were in hand
 */
export async function oneByOne<Each extends Due>(
  due: readonly Each[],
  work: (tx: Tx, row: ApplicationRow, each: Each) => Promise<void>,
): Promise<number> {
  let taken = 0;
  const failed: unknown[] = [];
  for (const each of due) {
    try {
      await transaction(async (tx) => {
        const [row] = await tx
          .select()
          .from(application)
          .where(
            and(eq(application.regionId, each.regionId), eq(application.id, each.applicationId)),
          )
          .for("update", { skipLocked: true });
        if (row === undefined) return;
        taken += 1;
        await work(tx, row, each);
      });
    } catch (error) {
      failed.push(error);
      log.error("A due application was not worked off", {
        applicationId: each.applicationId,
        error,
      });
    }
  }
  // The job is tried again for those that failed; the others are done.
  if (failed.length > 0) throw failed[0];
  return taken;
}

// Before every id.
const begin = "00000000-0000-0000-0000-000000000000";

/**
 * The same in portions for as many as there are, so that those at whom there is nothing to do keep nobody waiting.
 * @param read the next portion by application id, beyond `after`; empty at the end
 */
export async function oneByOneOfAll<Each extends Due>(
  read: (after: string) => Promise<readonly Each[]>,
  work: (tx: Tx, row: ApplicationRow, each: Each) => Promise<void>,
): Promise<void> {
  const failed: unknown[] = [];
  for (let due = await read(begin); due.length > 0;) {
    try {
      await oneByOne(due, work);
    } catch (error) {
      failed.push(error);
    }
    due = await read(due.at(-1)?.applicationId ?? begin);
  }
  if (failed.length > 0) throw failed[0];
}

import { and, asc, eq, gt, inArray, notInArray, or } from "drizzle-orm";
import { transaction, type Tx } from "#db/client.ts";
import { queueEntry, queueEvent } from "#db/schema/applications.ts";
import { aheadOf } from "./ahead.ts";
import { effects, type EntryState } from "./entry-state.ts";
import { queueEventKinds } from "./ledger.ts";
import { compareStanding, sameQueue } from "./order.ts";
import { type LedgerLine, type ReplayedEntry, replay } from "./replay.ts";
import { countsOf, placeFrom, type QueuePlace } from "./views.ts";

// What moves nobody: no event of these kinds has to be undone.
const still = queueEventKinds.filter(
  (kind) =>
    kind !== "registered" && effects[kind].waiting === undefined && effects[kind].may.length === 0,
);

/**
 * The place of an entry as it was at a past instant, by the ledger: the present counters, with everything undone that
 * happened in the region since. The work grows with what happened since then, not with the length of the queue. Where
 * the first version of the ledger did not tell a district, the present one counts.
 * @param at instant, UTC; events of that very instant have happened
 * @param ratio policy (1:N) of that instant
 * @returns null when it did not wait then
 */
export async function placeAt(
  entry: { readonly regionId: number; readonly applicationId: string },
  ratio: number,
  at: Date,
): Promise<QueuePlace | null> {
  return await transaction(
    async (tx) => {
      const { regionId } = entry;
      const { now, events } = await changedSince(tx, entry, at);
      const lives = replay(events, at);
      const then = (id: string): EntryState | null =>
        whole(lives.get(id)?.entry ?? null, now.get(id));
      const own = then(entry.applicationId);
      if (own === null || !own.waiting) return null;
      const { queueType, districtKato, cohort } = own;
      const key = { regionId, queueType, districtKato, cohort };
      const counts = { ...(await countsOf(tx, key)) };
      let ahead = await aheadOf(tx, key, own);
      const count = (state: EntryState | null | undefined, one: number): void => {
        if (!state?.waiting || !sameQueue({ regionId, ...state }, key)) return;
        counts[state.class] += one;
        if (state.class === own.class && compareStanding(state, own) < 0) ahead += one;
      };
      for (const [id, state] of now) {
        count(state, -1);
        count(then(id), 1);
      }
      const registeredAt = own.registeredAt.toISOString();
      return placeFrom({ key, class: own.class, registeredAt, counts, ahead }, ratio);
    },
    { isolationLevel: "repeatable read", accessMode: "read only" },
  );
}

/** The rows and the whole ledgers of the entry and of every other one that something happened to since. */
async function changedSince(
  tx: Tx,
  { regionId, applicationId }: { readonly regionId: number; readonly applicationId: string },
  at: Date,
) {
  const changed = tx
    .select({ id: queueEvent.applicationId })
    .from(queueEvent)
    .where(
      and(
        eq(queueEvent.regionId, regionId),
        gt(queueEvent.at, at),
        notInArray(queueEvent.kind, still),
      ),
    );
  const rows = await tx
    .select()
    .from(queueEntry)
    .where(
      and(
        eq(queueEntry.regionId, regionId),
        or(eq(queueEntry.applicationId, applicationId), inArray(queueEntry.applicationId, changed)),
      ),
    );
  const now = new Map<string, EntryState>(rows.map((row) => [row.applicationId, row]));
  const events: LedgerLine[] = await tx
    .select({
      seq: queueEvent.seq,
      applicationId: queueEvent.applicationId,
      kind: queueEvent.kind,
      at: queueEvent.at,
      data: queueEvent.data,
    })
    .from(queueEvent)
    .where(
      and(
        eq(queueEvent.regionId, regionId),
        or(eq(queueEvent.applicationId, applicationId), inArray(queueEvent.applicationId, changed)),
      ),
    )
    .orderBy(asc(queueEvent.seq));
  return { now, events };
}

function whole(told: ReplayedEntry | null, row: EntryState | undefined): EntryState | null {
  if (told === null || row === undefined) return null;
  return {
    ...told,
    seq: told.seq ?? row.seq,
    districtKato: told.districtKato ?? row.districtKato,
  };
}

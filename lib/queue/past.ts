import { type EntryRef, follow, snapshot } from "./story.ts";
import { placeFrom, type QueuePlace } from "./views.ts";

/**
 * The place of an entry as it was at a past instant, by the ledger: the present counters, with everything undone that
 * happened in its queue since. The work grows with that, not with the length of the queue nor with the region. Where
 * the first version of the ledger did not tell a district, the present one counts.
 * @param at instant, UTC; events of that very instant have happened
 * @param ratio policy (1:N) of that instant
 * @returns null when it did not wait then
 */
export async function placeAt(
  entry: EntryRef,
  ratio: number,
  at: Date,
): Promise<QueuePlace | null> {
  const followed = await snapshot((tx) => follow(tx, entry, at, at));
  const own = followed?.steps.findLast((step) => step.at <= at)?.entry;
  const [around] = followed?.around ?? [];
  const ahead = around?.places[0]?.ahead;
  if (!own?.waiting || around === undefined || ahead === undefined) return null;
  const counts = { ...around.counts, [own.class]: around.counts[own.class] + 1 };
  const registeredAt = own.registeredAt.toISOString();
  return placeFrom({ key: around.key, class: own.class, registeredAt, counts, ahead }, ratio);
}

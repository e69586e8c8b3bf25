import type { EntryClass } from "./order.ts";

/** How many entries of each class wait in one queue. */
export type ClassCounts = Readonly<Record<EntryClass, number>>;

/**
 * The position, from 1, of the entry that is `rank`-th of its class, counted without walking the queue:
 * `X + g + min(P, ceil(g / N))` for an ordinary one, `X + p + min(G, N(p − 1))` for a first-priority one.
 * @param rank from 1, the entry itself included.
 * @param counts of the whole queue, the entry itself included.
 * @param ratio N of the policy: ordinary entries to one first-priority entry.
 */
export function positionOf(
  entryClass: EntryClass,
  rank: number,
  counts: ClassCounts,
  ratio: number,
): number {
  switch (entryClass) {
    case "extraordinary":
      return rank;
    case "first-priority":
      return counts.extraordinary + rank + Math.min(counts.ordinary, ratio * (rank - 1));
    case "ordinary":
      return (
        counts.extraordinary + rank + Math.min(counts["first-priority"], Math.ceil(rank / ratio))
      );
  }
}

/**
 * The position below which the entry cannot fall, however many first-priority or ordinary children come after it:
 * «не дальше чем». Children with a right outside the queue can still push it down, one for one, and so can a child
 * that is given back its former place; the page says so.
 */
export function worstPosition(
  entryClass: EntryClass,
  rank: number,
  counts: ClassCounts,
  ratio: number,
): number {
  switch (entryClass) {
    case "extraordinary":
      return rank;
    case "first-priority":
      return counts.extraordinary + rank + ratio * (rank - 1);
    case "ordinary":
      return counts.extraordinary + rank + Math.ceil(rank / ratio);
  }
}

/** The position a child would get who registered now: told before sending, with and without the privilege. */
export function positionOfNewcomer(
  entryClass: EntryClass,
  counts: ClassCounts,
  ratio: number,
): number {
  const rank = counts[entryClass] + 1;
  return positionOf(entryClass, rank, { ...counts, [entryClass]: rank }, ratio);
}

/**
 * Who stands at a position: the inverse of `positionOf`.
 * @returns null where nobody stands
 */
export function standsAt(
  position: number,
  counts: ClassCounts,
  ratio: number,
): { readonly class: EntryClass; readonly rank: number } | null {
  const { extraordinary, "first-priority": privileged, ordinary } = counts;
  if (position < 1 || position > extraordinary + privileged + ordinary) return null;
  if (position <= extraordinary) return { class: "extraordinary", rank: position };
  const at = (rank: number) => positionOf("first-priority", rank, counts, ratio);
  // The last first-priority entry that does not stand behind the position.
  let low = 0;
  for (let high = privileged; low < high;) {
    const middle = Math.ceil((low + high) / 2);
    if (at(middle) <= position) low = middle;
    else high = middle - 1;
  }
  if (low > 0 && at(low) === position) return { class: "first-priority", rank: low };
  return { class: "ordinary", rank: position - extraordinary - low };
}

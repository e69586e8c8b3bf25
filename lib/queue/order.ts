/**
 * The order of the queue where places are given by birth year: children with a right to a place outside the queue
 * first, then one first-priority child to every N others, inside each class by the instant of registration. Source:
 * the education department of Astana's answers of 2019 on order № 254's predecessor; N is policy, 3 by default.
 */
export const entryClasses = ["extraordinary", "first-priority", "ordinary"] as const;
export type EntryClass = (typeof entryClasses)[number];

/** Children who compete for the same places. Entries of different queues are never compared. */
export type QueueKey = {
  readonly regionId: number;
  readonly queueType: string;
  /** Empty where the region does not split its queue by district. */
  readonly districtKato: string;
  /** Birth year, see `cohortOf`. */
  readonly cohort: number;
};

export type Standing = {
  readonly class: EntryClass;
  readonly registeredAt: Date;
  /** Decides between entries of the same instant; given by the database in the order of registration. */
  readonly seq: number;
};

/** By instant, then by sequence: a total order, so the same entries always stand the same way. */
export function compareStanding(a: Standing, b: Standing): number {
  return a.registeredAt.getTime() - b.registeredAt.getTime() || a.seq - b.seq;
}

export function sameQueue(a: QueueKey, b: QueueKey): boolean {
  return (
    a.regionId === b.regionId &&
    a.queueType === b.queueType &&
    a.districtKato === b.districtKato &&
    a.cohort === b.cohort
  );
}

/**
 * All entries of one queue in the order in which places are due to them. The literal definition, one by one; what is
 * shown to people comes from the closed forms of `position.ts`, which are tested against this.
 * @param ratio how many ordinary entries follow one first-priority entry, a whole number from 1.
 */
export function orderQueue<T extends Standing>(entries: readonly T[], ratio: number): T[] {
  const of = (wanted: EntryClass): T[] =>
    entries.filter((entry) => entry.class === wanted).toSorted(compareStanding);
  const order = of("extraordinary");
  const privileged = of("first-priority");
  const ordinary = of("ordinary");
  for (let p = 0, g = 0; p < privileged.length || g < ordinary.length; p += 1, g += ratio) {
    order.push(...privileged.slice(p, p + 1), ...ordinary.slice(g, g + ratio));
  }
  return order;
}

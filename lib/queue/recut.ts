import { cohortOf, type LocalDate } from "#lib/calendar/local-date.ts";
import { type EntryClass, orderQueue, type QueueKey, type Standing } from "./order.ts";

/** An entry that waits, with what its cohort follows from. */
export type RecutEntry = Standing & {
  readonly applicationId: string;
  readonly key: QueueKey;
  readonly class: EntryClass;
  /** Null where nobody knows it: such an entry stays where it is. */
  readonly birthDate: LocalDate | null;
};

/** What the renewal does to one entry that changes its queue, or whose number changes because others do. */
export type RecutMove = {
  readonly applicationId: string;
  readonly from: QueueKey;
  readonly to: QueueKey;
  /** Numbers before and after, when everybody has moved. */
  readonly before: number;
  readonly after: number;
};

/**
 * The renewal of cohorts: where each waiting entry would stand by the rule in force. Inside a cohort the order stays:
 * class and instant of registration are nobody's to touch. Pure.
 * @param shiftFrom policy: the month and day from which a child is counted with the next birth year
 * @param ratio policy: how many ordinary entries follow one first-priority entry
 * @returns every entry whose queue or number would be another
 */
export function recut(
  entries: readonly RecutEntry[],
  { shiftFrom, ratio }: { readonly shiftFrom: string | null; readonly ratio: number },
): RecutMove[] {
  const moved = entries.map((entry) => ({ ...entry, key: keyAfter(entry, shiftFrom) }));
  const before = numbersOf(entries, ratio);
  const after = numbersOf(moved, ratio);
  return entries.flatMap(({ applicationId, key: from }, index): RecutMove[] => {
    const to = moved[index]?.key ?? from;
    const [was = 0, is = 0] = [before.get(applicationId), after.get(applicationId)];
    return from.cohort === to.cohort && was === is
      ? []
      : [{ applicationId, from, to, before: was, after: is }];
  });
}

function keyAfter({ key, birthDate }: RecutEntry, shiftFrom: string | null): QueueKey {
  return birthDate === null ? key : { ...key, cohort: cohortOf(birthDate, shiftFrom) };
}

function numbersOf(entries: readonly RecutEntry[], ratio: number): Map<string, number> {
  const queues = Map.groupBy(entries, ({ key }) =>
    [key.regionId, key.queueType, key.districtKato, key.cohort].join(" "),
  );
  const numbers = new Map<string, number>();
  for (const queue of queues.values()) {
    for (const [index, { applicationId }] of orderQueue(queue, ratio).entries()) {
      numbers.set(applicationId, index + 1);
    }
  }
  return numbers;
}

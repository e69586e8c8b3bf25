import { compareStanding, type EntryClass, type QueueKey, sameQueue } from "./order.ts";
import { positionOf, worstPosition } from "./position.ts";
import {
  keyOf,
  type OwnStep,
  type QueueMove,
  sameStanding,
  standingOf,
  type StandingInQueue,
} from "./moves.ts";

/**
 * The others of one queue at one moment, as far as the number of one entry rests on them: how many there are of each
 * class, and how many stand before each place in the order that the entry itself had or will have. The entry is not in it.
 */
export type Surroundings = {
  readonly key: QueueKey;
  readonly counts: Record<EntryClass, number>;
  readonly places: { readonly standing: StandingInQueue; ahead: number }[];
};

/** The number of an entry and the bound it cannot fall below but by children with a right outside the queue. */
export type Numbers = { readonly position: number; readonly worst: number };

/** Lets one move of another entry happen; `back` makes it not to have happened. Moves of other queues do nothing. */
export function happen(around: Surroundings, { key, was, is }: QueueMove, back = false): void {
  if (!sameQueue(around.key, key)) return;
  count(around, was, back ? 1 : -1);
  count(around, is, back ? -1 : 1);
}

function count(around: Surroundings, other: StandingInQueue | null, one: number): void {
  if (other === null) return;
  around.counts[other.class] += one;
  for (const place of around.places) {
    const { standing } = place;
    if (standing.class === other.class && compareStanding(other, standing) < 0) place.ahead += one;
  }
}

/**
 * The numbers of the entry where it stands so among them; also while it is away, as if it stood there.
 * @param ratio policy (1:N)
 * @throws Error when the place was not followed
 */
export function numbersAmong(around: Surroundings, own: StandingInQueue, ratio: number): Numbers {
  const place = around.places.find(
    ({ standing }) => sameStanding(standing, own) && standing.seq === own.seq,
  );
  if (place === undefined) throw new Error("a place in the order that was not followed");
  const counts = { ...around.counts, [own.class]: around.counts[own.class] + 1 };
  const rank = place.ahead + 1;
  return {
    position: positionOf(own.class, rank, counts, ratio),
    worst: worstPosition(own.class, rank, counts, ratio),
  };
}

/**
 * In which queues an entry stood between two instants and in which places of their order: what must be followed to tell
 * its number all the time.
 * @param steps the entry after each of its events, in their order
 */
export function placesBetween(
  regionId: number,
  steps: readonly OwnStep[],
  from: Date,
  to: Date,
): { readonly key: QueueKey; readonly standings: readonly StandingInQueue[] }[] {
  const before = steps.findLast((step) => step.at <= from);
  const stood = [
    ...(before ? [before] : []),
    ...steps.filter((step) => step.at > from && step.at <= to),
  ];
  const queues: { key: QueueKey; standings: StandingInQueue[] }[] = [];
  for (const { entry } of stood) {
    const key = keyOf(regionId, entry);
    const queue = queues.find((each) => sameQueue(each.key, key)) ?? { key, standings: [] };
    if (!queues.includes(queue)) queues.push(queue);
    const known = queue.standings.some((each) => sameStanding(each, entry));
    if (!known) queue.standings.push(standingOf(entry));
  }
  return queues;
}

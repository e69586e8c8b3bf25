import { effects } from "#lib/queue/entry-state.ts";
import type { QueueKey } from "#lib/queue/order.ts";
import type { EntryClass } from "#lib/queue/order.ts";
import { type LedgerLine, type ReplayedEntry, replaySteps } from "#lib/queue/replay.ts";

/** How an entry stood after an event. */
export type LifeStep = {
  readonly at: Date;
  /** `queueName` of its queue. */
  readonly queue: string;
  readonly cohort: number;
  readonly class: EntryClass;
  readonly waiting: boolean;
  /** The event gave it a place. */
  readonly placed: boolean;
  /** Its turn came by this event: a place was offered or given. */
  readonly turn: boolean;
};

/** One entry from its registration on, in the order of time. */
export type Life = {
  readonly registeredAt: Date;
  /** Decides between registrations of one instant. */
  readonly seq: number;
  readonly steps: readonly LifeStep[];
};

/** The name under which a queue's birth years are told together: its type and district. */
export function queueName(key: Pick<QueueKey, "queueType" | "districtKato">): string {
  return `${key.queueType}/${key.districtKato}`;
}

/**
 * The life that the ledger tells. Pure.
 * @param events of one application, in the order of their numbers
 * @returns null for an application that never stood in a queue
 */
export function lifeOf(events: readonly LedgerLine[]): Life | null {
  const steps: LifeStep[] = [];
  let end: ReplayedEntry | null = null;
  for (const { event, entry } of replaySteps(events)) {
    const { kind, at } = event;
    if (entry === null || (kind !== "registered" && !moves(kind))) continue;
    end = entry;
    const queue = queueName({ queueType: end.queueType, districtKato: end.districtKato ?? "" });
    const { cohort, class: entryClass, waiting } = end;
    const placed = kind === "referred" || kind === "enrolled";
    const turn = placed || kind === "turn-came";
    steps.push({ at, queue, cohort, class: entryClass, waiting, placed, turn });
  }
  return end === null ? null : { registeredAt: end.registeredAt, seq: end.seq ?? 0, steps };
}

/** Whether an event of this kind can change where the entry stands, or says that its turn came. */
function moves(kind: string): boolean {
  const effect = Object.entries(effects).find(([name]) => name === kind)?.[1];
  if (effect === undefined) return false;
  return kind === "turn-came" || effect.waiting !== undefined || effect.may.length > 0;
}

import { effects, type EntryState } from "./entry-state.ts";
import { queueEventKinds, type QueueEventKind } from "./ledger.ts";
import { type EntryClass, type QueueKey, sameQueue } from "./order.ts";
import { type LedgerLine, replaySteps } from "./replay.ts";

/** How an entry stands among those of one queue. */
export type StandingInQueue = {
  readonly class: EntryClass;
  readonly registeredAt: Date;
  readonly seq: number;
};

/** What one event of the ledger did to one queue. */
export type QueueMove = {
  readonly eventSeq: number;
  readonly at: Date;
  readonly kind: QueueEventKind;
  /** Whose it is: the sequence of its entry, which no other has. */
  readonly entrySeq: number;
  readonly key: QueueKey;
  /** How the entry stood in this queue before and after; null: not at all. Both null: it was away, and ended so. */
  readonly was: StandingInQueue | null;
  readonly is: StandingInQueue | null;
};

export type MoveOfApplication = QueueMove & { readonly applicationId: string };

/** An entry after one of its events. */
export type OwnStep = {
  readonly eventSeq: number;
  readonly at: Date;
  readonly kind: QueueEventKind;
  readonly entry: EntryState;
};

/** In the order in which they happened: by instant, then by the ledger's numbers. */
export function compareMoments(
  a: { readonly at: Date; readonly eventSeq: number },
  b: { readonly at: Date; readonly eventSeq: number },
): number {
  return a.at.getTime() - b.at.getTime() || a.eventSeq - b.eventSeq;
}

/**
 * An entry after each of its events that can be read, in the ledger's order. Where the first version of the ledger told
 * neither district nor sequence, those of the row count.
 * @param events of one application
 */
export function stepsOf(
  events: readonly LedgerLine[],
  row: Pick<EntryState, "districtKato" | "seq">,
): OwnStep[] {
  const life = events.toSorted((a, b) => a.seq - b.seq);
  return replaySteps(life).flatMap(({ event, entry, fault }): OwnStep[] => {
    const kind = queueEventKinds.find((each) => each === event.kind);
    if (entry === null || kind === undefined || fault !== null) return [];
    const districtKato = entry.districtKato ?? row.districtKato;
    const whole = { ...entry, districtKato, seq: entry.seq ?? row.seq };
    return [{ eventSeq: event.seq, at: event.at, kind, entry: whole }];
  });
}

/**
 * What the events of one application did to the queues, by the definition; the database's trigger writes the same and is
 * held to this by tests and by the nightly check.
 */
export function movesOf(
  regionId: number,
  applicationId: string,
  steps: readonly OwnStep[],
): MoveOfApplication[] {
  return steps.flatMap(({ entry, ...event }, index) => {
    const before = steps[index - 1]?.entry ?? null;
    const former = before?.waiting === true ? before : null;
    const latter = entry.waiting ? entry : null;
    const move = (at: EntryState, was: EntryState | null, is: EntryState | null) => ({
      ...event,
      entrySeq: entry.seq,
      key: keyOf(regionId, at),
      was: was && standingOf(was),
      is: is && standingOf(is),
      applicationId,
    });
    if (former && latter && sameQueue(keyOf(regionId, former), keyOf(regionId, latter))) {
      return sameStanding(former, latter) ? [] : [move(latter, former, latter)];
    }
    if (former || latter) {
      return [
        ...(former ? [move(former, former, null)] : []),
        ...(latter ? [move(latter, null, latter)] : []),
      ];
    }
    return leaves(event.kind) ? [move(entry, null, null)] : [];
  });
}

export function keyOf(regionId: number, entry: Omit<QueueKey, "regionId">): QueueKey {
  const { queueType, districtKato, cohort } = entry;
  return { regionId, queueType, districtKato, cohort };
}

export function standingOf({ class: name, registeredAt, seq }: StandingInQueue): StandingInQueue {
  return { class: name, registeredAt, seq };
}

export function sameStanding(a: StandingInQueue, b: StandingInQueue): boolean {
  return a.class === b.class && a.registeredAt.getTime() === b.registeredAt.getTime();
}

function leaves(kind: QueueEventKind): boolean {
  return kind !== "registered" && effects[kind].waiting === false;
}

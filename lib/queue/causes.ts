import type { QueueEventKind } from "./ledger.ts";
import { entryClasses } from "./order.ts";
import type { OwnStep, QueueMove } from "./moves.ts";

/**
 * Why a number changed, in the order in which it is told: the sentence of each is `queue.reason.<cause>`. «interleave» is
 * what a coming or leaving did beyond the one child itself: first-priority and other children take turns, so that others
 * came before or after the entry with it.
 */
export const causes = [
  "enrolled",
  "referred",
  "withdrew",
  "removed",
  "held",
  "extraordinary",
  "first-priority",
  "joined",
  "gained",
  "revoked",
  "returned",
  "restored",
  "interleave",
  "recut",
  "corrected",
  "ownPrivilege",
  "ownMoved",
  "ownCorrected",
  "policy",
] as const;
export type Cause = (typeof causes)[number];

const leaving: Readonly<Partial<Record<QueueEventKind, Cause>>> = {
  enrolled: "enrolled",
  referred: "referred",
  withdrawn: "withdrew",
  removed: "removed",
  refused: "removed",
  held: "held",
};

/**
 * The cause that each move of another entry is, in the order given. Whoever left with a referral or was held and has
 * ended otherwise by the last move is told by that end: a parent counts children who have a place, not steps.
 * @param moves in the order in which they happened
 */
export function causesOf(moves: readonly QueueMove[]): Cause[] {
  const ends = new Map<string, Cause>();
  return moves
    .toReversed()
    .map((move): Cause => {
      const { queueType, districtKato, cohort } = move.key;
      const child = `${move.entrySeq} ${queueType} ${districtKato} ${cohort}`;
      if (move.is !== null) {
        ends.delete(child);
        return move.was === null ? ofJoining(move.kind, move.is.class) : ofChange(move);
      }
      const own = leaving[move.kind] ?? ofShift(move.kind);
      const end = own === "referred" || own === "held" ? (ends.get(child) ?? own) : own;
      ends.set(child, end);
      return end;
    })
    .toReversed();
}

function ofJoining(kind: QueueEventKind, entryClass: (typeof entryClasses)[number]): Cause {
  if (kind === "registered") return entryClass === "ordinary" ? "joined" : entryClass;
  if (kind === "released") return "returned";
  if (kind === "restored") return "restored";
  return ofShift(kind);
}

function ofChange({ kind, was, is }: QueueMove): Cause {
  const weight = (standing: typeof was) => entryClasses.indexOf(standing?.class ?? "ordinary");
  if (kind === "moved" || kind === "corrected") return ofShift(kind);
  return weight(is) < weight(was) ? "gained" : "revoked";
}

function ofShift(kind: QueueEventKind): Cause {
  return kind === "moved" ? "recut" : "corrected";
}

// Each child of these moves the number by one; the rest is the taking of turns.
const coming: readonly Cause[] = [
  "extraordinary",
  "first-priority",
  "joined",
  "returned",
  "restored",
];

/** An effect in parts: of the child itself, and of the turns that first-priority and other children take. */
export function partsOf(cause: Cause, effect: number): { cause: Cause; effect: number }[] {
  const one = coming.includes(cause) ? 1 : Object.values(leaving).includes(cause) ? -1 : effect;
  const parts = [
    { cause, effect: one },
    { cause: "interleave" as const, effect: effect - one },
  ];
  return parts.filter((part) => part.effect !== 0);
}

/** The cause that an event of the entry itself is. */
export function causeOfOwn({ kind, entry }: OwnStep, before: OwnStep["entry"]): Cause {
  if (kind === "corrected") return "ownCorrected";
  return entry.class === before.class ? "ownMoved" : "ownPrivilege";
}

import { type Cause, causeOfOwn, causes, causesOf, partsOf } from "./causes.ts";
import { compareMoments, keyOf, type OwnStep, type QueueMove } from "./moves.ts";
import { type QueueKey, sameQueue } from "./order.ts";
import { happen, type Numbers, numbersAmong, type Surroundings } from "./surroundings.ts";

/** One step of a number: what happened, and by how much the number grew (+) or fell (−). */
export type Turn = {
  readonly at: Date;
  readonly cause: Cause;
  /** Never 0. */
  readonly effect: number;
  /** Afterwards; of two turns of one event that of the second is the number that was shown. */
  readonly position: number;
  /** Whose event it was; null for a change of the rules. Not to be shown to anybody. */
  readonly entrySeq: number | null;
};

export type CountedCause = {
  readonly cause: Cause;
  /** How many children moved the number so; 0 for a change of the rules. */
  readonly children: number;
  /** With its sign. */
  readonly effect: number;
};

export type Explanation = {
  readonly from: Numbers & { readonly at: Date };
  readonly to: Numbers & { readonly at: Date };
  /** Their effects make up exactly `to.position - from.position`. */
  readonly causes: readonly CountedCause[];
  readonly turns: readonly Turn[];
  /** When the entry itself did not wait in between; its place went on being counted. */
  readonly away: readonly { readonly from: Date; readonly to: Date }[];
};

/** From this instant on, the policy (1:N) of a kind of queue. */
export type RatioFrom = {
  readonly at: Date;
  readonly queueType: string;
  readonly ratio: number;
};

export type ExplainInput = {
  readonly regionId: number;
  /** All of the entry's own. */
  readonly steps: readonly OwnStep[];
  /** The others of each queue where the entry stood or stands, as they were at `from`; changed by this function. */
  readonly around: readonly Surroundings[];
  /** What happened in these queues after `from` until `to`. */
  readonly moves: readonly QueueMove[];
  /** The first of each kind of queue holds from the beginning. */
  readonly ratios: readonly RatioFrom[];
  readonly from: Date;
  readonly to: Date;
};

type Happening = { readonly at: Date; readonly eventSeq: number } & (
  | { readonly what: "rule"; readonly rule: RatioFrom }
  | { readonly what: "other"; readonly move: QueueMove; readonly cause: Cause }
  | { readonly what: "own"; readonly step: OwnStep }
);

/**
 * Why the number of an entry changed between two instants: the events of its queues one after another, each with the
 * number before and after it by the closed forms, so that the causes always make up the whole difference. Pure. Where
 * the entry did not wait at one of the instants, from its coming or until its leaving; while it was away in between its
 * place was kept and is counted on.
 * @returns null when it did not wait between them
 */
export function explain(input: ExplainInput): Explanation | null {
  const { steps, around, from, to } = input;
  const ratios = new Map<string, number>();
  for (const rule of input.ratios.toReversed()) ratios.set(rule.queueType, rule.ratio);
  for (const rule of input.ratios) if (rule.at <= from) ratios.set(rule.queueType, rule.ratio);
  let own = steps.findLast((step) => step.at <= from)?.entry ?? null;
  const numbers = (): Numbers | null => {
    if (own === null) return null;
    const queue = queueOf(around, keyOf(input.regionId, own));
    return numbersAmong(queue, own, ratios.get(own.queueType) ?? 1);
  };
  let current = numbers();
  let start = own?.waiting && current ? { at: from, ...current } : null;
  let end = start;
  let awaySince: Date | null = null;
  const turns: Turn[] = [];
  const away: { from: Date; to: Date }[] = [];
  let counted = 0;
  for (const each of happenings(input)) {
    const before = own;
    const former = current;
    let cause: Cause = "policy";
    let entrySeq: number | null = null;
    if (each.what === "rule") ratios.set(each.rule.queueType, each.rule.ratio);
    if (each.what === "other") {
      for (const queue of around) happen(queue, each.move);
      ({ cause } = each);
      ({ entrySeq } = each.move);
    }
    if (each.what === "own") {
      own = each.step.entry;
      if (before !== null) cause = causeOfOwn(each.step, before);
      entrySeq = own.seq;
    }
    current = numbers();
    if (before?.waiting && !own?.waiting && former) {
      end = { at: each.at, ...former };
      counted = turns.length;
      awaySince = each.at;
    }
    const effect = (current?.position ?? 0) - (former?.position ?? 0);
    if (start !== null && current !== null && former !== null && effect !== 0) {
      let { position } = former;
      for (const part of partsOf(cause, effect)) {
        position += part.effect;
        turns.push({ at: each.at, ...part, position, entrySeq });
      }
    }
    if (!before?.waiting && own?.waiting && current) {
      start ??= { at: each.at, ...current };
      if (awaySince !== null) away.push({ from: awaySince, to: each.at });
      awaySince = null;
    }
  }
  if (start === null) return null;
  if (own?.waiting && current) {
    end = { at: to, ...current };
    counted = turns.length;
  }
  const told = turns.slice(0, counted);
  return { from: start, to: end ?? start, causes: countedCauses(told), turns: told, away };
}

/** Everything between the two instants in the order in which it happened; a rule before what happens at its instant. */
function happenings(input: ExplainInput): Happening[] {
  const within = ({ at }: { readonly at: Date }) => at > input.from && at <= input.to;
  const own = input.steps.at(-1)?.entry.seq;
  const others = input.moves
    .filter((move) => within(move) && move.entrySeq !== own)
    .toSorted(compareMoments);
  const why = causesOf(others);
  return [
    ...input.ratios
      .filter(within)
      .map((rule): Happening => ({ at: rule.at, eventSeq: -1, what: "rule", rule })),
    ...others.map((move, index): Happening => {
      const { at, eventSeq } = move;
      return { at, eventSeq, what: "other", move, cause: why[index] ?? "corrected" };
    }),
    ...input.steps
      .filter(within)
      .map((step): Happening => ({ at: step.at, eventSeq: step.eventSeq, what: "own", step })),
  ].toSorted(compareMoments);
}

/** The turns counted by their causes, in the order in which causes are told. */
export function countedCauses(turns: readonly Turn[]): CountedCause[] {
  return causes.flatMap((cause) => {
    const own = turns.filter((turn) => turn.cause === cause);
    const effect = own.reduce((sum, turn) => sum + turn.effect, 0);
    // Turns that went there and back again are nothing to tell.
    if (own.length === 0 || (cause === "interleave" && effect === 0)) return [];
    const children = new Set(own.flatMap(({ entrySeq }) => entrySeq ?? [])).size;
    return [{ cause, children, effect }];
  });
}

function queueOf(around: readonly Surroundings[], key: QueueKey): Surroundings {
  const found = around.find((each) => sameQueue(each.key, key));
  if (found === undefined) throw new Error("a queue that was not followed");
  return found;
}

import type { LocalDate } from "#lib/calendar/local-date.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import type { PolicyParameters } from "#lib/regions/policy.ts";
import { isAtRest, isStatus } from "./status.ts";

// A kindergarten is named here by whatever never changes of it: in addresses and commands by its slug.

/** What decides whether a family can wish for a kindergarten. */
export type WishedFacts = {
  /** Null where the portal is one district, and for one whose district nobody has written down. */
  readonly districtKato: string | null;
  readonly queueTypes: readonly string[];
  readonly openedOn: LocalDate | null;
  /** The first day on which it is closed. */
  readonly closedOn: LocalDate | null;
};

/** For whom the wishes are. */
export type Wisher = {
  readonly queueType: string;
  /** Null where the region has one queue for all districts. */
  readonly districtKato: string | null;
  readonly today: LocalDate;
};

/** Whether a place there can come of the wish, and if not, why. */
export const wishStates = [
  "open",
  "not-opened",
  "closed",
  "other-queue",
  "other-district",
] as const;
export type WishState = (typeof wishStates)[number];

/**
 * Whether wishes are asked in a region: by its regime, unless a rule of its own says otherwise. Only rounds of choices
 * read them (ADR 025); a family is not asked for what nobody will read.
 */
export function areWishesAsked({
  regime,
  wishes,
}: Pick<PolicyParameters, "regime" | "wishes">): boolean {
  return wishes === "by-regime" ? regime === "choices" : wishes === "asked";
}

/**
 * Whether the family has to be led to its wishes: places are given by them, and it has given none. Where a list only
 * says more (a bulletin, a voucher), nobody waits for it.
 */
export function areWishesDue(
  rules: Pick<PolicyParameters, "regime" | "wishes">,
  { status, wished }: { readonly status: string; readonly wished: boolean },
): boolean {
  return rules.regime === "choices" && areWishesAsked(rules) && !wished && mayChangeWishes(status);
}

export function stateOfWish(kindergarten: WishedFacts, wisher: Wisher): WishState {
  const { openedOn, closedOn, queueTypes, districtKato } = kindergarten;
  if (closedOn !== null && closedOn <= wisher.today) return "closed";
  if (openedOn !== null && openedOn > wisher.today) return "not-opened";
  if (!queueTypes.includes(wisher.queueType)) return "other-queue";
  const apart = wisher.districtKato !== null && districtKato !== null;
  return apart && districtKato !== wisher.districtKato ? "other-district" : "open";
}

/** Wishes may be changed while the application is at rest; while a place is being given the family speaks to the office. */
export function mayChangeWishes(status: string): boolean {
  return isStatus(status) && isAtRest(status);
}

export type WishFault = Exclude<WishState, "open"> | "too-many" | "twice" | "unknown";

/**
 * Whether a family may have this list. What it wished before may stay although it can come true no more: nothing goes
 * out of a list but by the family's hand.
 * @param known the kindergartens named, as far as the region has them
 * @returns with a fault the first wish that has it
 */
export function judgeWishes(
  wanted: readonly string[],
  {
    known,
    before,
    wisher,
    max,
  }: {
    readonly known: ReadonlyMap<string, WishedFacts>;
    readonly before: readonly string[];
    readonly wisher: Wisher;
    readonly max: number;
  },
): Result<readonly string[], WishFault, string> {
  const beyond = wanted[max];
  if (beyond !== undefined) return fail("too-many", beyond);
  for (const [index, id] of wanted.entries()) {
    if (wanted.indexOf(id) !== index) return fail("twice", id);
    const kindergarten = known.get(id);
    if (kindergarten === undefined) return fail("unknown", id);
    const state = stateOfWish(kindergarten, wisher);
    if (state !== "open" && !before.includes(id)) return fail(state, id);
  }
  return ok(wanted);
}

export type WishChange =
  | { readonly kind: "removed"; readonly id: string; readonly from: number }
  | { readonly kind: "added"; readonly id: string; readonly to: number }
  | { readonly kind: "moved"; readonly id: string; readonly from: number; readonly to: number };

/**
 * What became of a list, in as few words as can be: what is gone, and in the new order what came and what was put
 * elsewhere. Ranks are from 1. One that only slid up because another went is not told.
 */
export function wishChanges(
  before: readonly string[],
  after: readonly string[],
): readonly WishChange[] {
  const removed = before
    .filter((id) => !after.includes(id))
    .map((id) => ({ kind: "removed" as const, id, from: before.indexOf(id) + 1 }));
  const kept = after.filter((id) => before.includes(id));
  const calm = new Set(longestRising(kept.map((id) => before.indexOf(id))).map((i) => before[i]));
  const told = after.flatMap((id, index): WishChange[] => {
    const to = index + 1;
    const from = before.indexOf(id) + 1;
    if (from === 0) return [{ kind: "added", id, to }];
    return calm.has(id) ? [] : [{ kind: "moved", id, from, to }];
  });
  return [...removed, ...told];
}

/** The longest run of numbers that rise, not necessarily neighbours. Lists are short: quadratic will do. */
function longestRising(numbers: readonly number[]): readonly number[] {
  const endingAt: (readonly number[])[] = [];
  let longest: readonly number[] = [];
  for (const number of numbers) {
    let best: readonly number[] = [];
    for (const run of endingAt) {
      const last = run.at(-1);
      if (last !== undefined && last < number && run.length > best.length) best = run;
    }
    const run = [...best, number];
    endingAt.push(run);
    if (run.length > longest.length) longest = run;
  }
  return longest;
}

export type WishEdit =
  | { readonly kind: "add"; readonly id: string; readonly insteadOf: string | null }
  | { readonly kind: "up" | "down" | "remove"; readonly id: string };

/**
 * A list after one press of a button on the page that chooses. A press that makes no sense any more (twice, or after
 * another one) leaves the list as it is.
 */
export function editWishes(
  list: readonly string[],
  edit: WishEdit,
  max: number,
): readonly string[] {
  const at = list.indexOf(edit.id);
  switch (edit.kind) {
    case "add": {
      if (at >= 0) return list;
      const place = edit.insteadOf === null ? -1 : list.indexOf(edit.insteadOf);
      if (place >= 0) return list.with(place, edit.id);
      return list.length < max ? [...list, edit.id] : list;
    }
    case "remove":
      return list.filter((id) => id !== edit.id);
    case "up":
      return at > 0 ? swapped(list, at - 1, at) : list;
    case "down":
      return at >= 0 && at < list.length - 1 ? swapped(list, at, at + 1) : list;
  }
}

function swapped(list: readonly string[], a: number, b: number): readonly string[] {
  const [one, other] = [list[a], list[b]];
  if (one === undefined || other === undefined) return list;
  return list.with(a, other).with(b, one);
}

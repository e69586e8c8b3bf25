import type { Flows } from "#db/schema/reports.ts";
import { addDays, daysBetween, type LocalDate } from "#lib/calendar/local-date.ts";
import type { EntryClass } from "#lib/queue/order.ts";
import { type ClassCounts, positionOf } from "#lib/queue/position.ts";
import { firstDayOf, type Month, monthOf, monthsBetween, plusMonths } from "./months.ts";
import { chance } from "./chance.ts";
import { type Pattern, patternOf } from "./pattern.ts";

// When a place may come to one child: the queue's own past is played forward over its present order, many times, with
// chance where the past leaves room for it. What is told is the range in which eight of ten plays agree; where the past
// says too little, nothing is told. Months, never days: nobody is promised a date.

/** What is known of the queue in which a child stands. */
export type ForecastQuestion = {
  readonly flows: Flows | null;
  /** The day on which it is asked, UTC+5. */
  readonly today: LocalDate;
  readonly cohort: number;
  readonly class: EntryClass;
  /** How many of its class stand before it. */
  readonly ahead: number;
  /** Who waits in this queue now, the child included. */
  readonly counts: ClassCounts;
  /** N of the policy: ordinary entries to one first-priority entry. */
  readonly ratio: number;
  /** Of the chances: the same question and seed give the same answer. */
  readonly seed: number;
};

export type Silence =
  /** Fewer than twelve whole months of departures are on record, or none of the last ones. */
  | "short-history"
  /** Too few places were given at the ages this birth year will have. */
  | "few-places"
  /** In too many plays no place comes in three years or before the end of what the past knows. */
  | "too-far"
  /** Eight of ten plays do not agree within a year. */
  | "too-wide";

export type Forecast =
  | { readonly told: true; readonly from: Month; readonly to: Month; readonly median: Month }
  | { readonly told: false; readonly why: Silence };

export const rules = {
  /** Whole months of history without which nothing is told. */
  history: 12,
  /** Whole months since the end of the history after which it says nothing any more. */
  stale: 3,
  /** Places of a year, at the ages that are played, without which nothing is told. */
  places: 30,
  /** Months that are played. */
  horizon: 36,
  /** The widest range that is told, months. */
  widest: 12,
  plays: 300,
  /** Of the plays, how many must agree. */
  share: 0.8,
} as const;

/** The range of months for which eight of ten plays agree, or why nothing is told. Pure: the same question, the same answer. */
export function forecast(question: ForecastQuestion): Forecast {
  const { flows, today, cohort } = question;
  const now = monthOf(today);
  if (flows === null || flows.count < rules.history || ageOf(flows, now) > rules.stale) {
    return { told: false, why: "short-history" };
  }
  const pattern = patternOf(flows, cohort, now, rules.horizon);
  if (pattern.yearly < rules.places) return { told: false, why: "few-places" };
  const months: number[] = [];
  for (let play = 0; play < rules.plays; play += 1) {
    months.push(monthsUntilTurn(question, pattern, question.seed * 1_000_003 + play));
  }
  months.sort((a, b) => a - b);
  const [low, high] = shortest(months, rules.share);
  if (high >= rules.horizon) return { told: false, why: "too-far" };
  if (high - low + 1 > rules.widest) return { told: false, why: "too-wide" };
  return {
    told: true,
    from: plusMonths(now, low),
    to: plusMonths(now, high),
    median: plusMonths(now, months[Math.floor(months.length / 2)] ?? low),
  };
}

function ageOf(flows: Flows, now: Month): number {
  return monthsBetween(plusMonths(flows.from, flows.count), now);
}

/** The shortest range that holds this share of the sorted values; the earliest of several. */
function shortest(sorted: readonly number[], share: number): readonly [number, number] {
  const within = Math.ceil(share * sorted.length);
  let best: readonly [number, number] = [sorted[0] ?? 0, sorted.at(-1) ?? 0];
  for (let first = 0; first + within <= sorted.length; first += 1) {
    const range = [sorted[first] ?? 0, sorted[first + within - 1] ?? 0] as const;
    if (range[1] - range[0] < best[1] - best[0]) best = range;
  }
  return best;
}

/** One play: how many months pass until the child's turn; the horizon where it does not come. */
function monthsUntilTurn(
  { class: own, ahead: before, counts, ratio, today }: ForecastQuestion,
  pattern: Pattern,
  seed: number,
): number {
  // Shares of people are carried on: rounding would let a later place overtake an earlier one.
  let { extraordinary: x, "first-priority": p, ordinary: g } = counts;
  let ahead = before;
  const begins = firstDayOf(monthOf(today));
  const ends = firstDayOf(plusMonths(monthOf(today), 1));
  // Of the present month only the rest is left.
  const rest = daysBetween(addDays(today, 1), ends) / daysBetween(begins, ends);
  const draw = chance(seed);
  for (const month of pattern.play(draw)) {
    if (month === null) return rules.horizon;
    const part = month.index === 0 ? Math.max(0, rest) : 1;
    const staying = {
      extraordinary: 1 - month.leaving.extraordinary * part,
      "first-priority": 1 - month.leaving["first-priority"] * part,
      ordinary: 1 - month.leaving.ordinary * part,
    };
    x = x * staying.extraordinary + month.joining.extraordinary * part;
    p = p * staying["first-priority"] + month.joining["first-priority"] * part;
    g = g * staying.ordinary + month.joining.ordinary * part;
    ahead *= staying[own];
    const places = month.places * part;
    const waiting = { extraordinary: x, "first-priority": p, ordinary: g };
    if (Math.floor(positionOf(own, ahead + 1, waiting, ratio)) <= places) return month.index;
    const taken = takenBy(places, waiting, ratio);
    x -= taken.extraordinary;
    p -= taken["first-priority"];
    g -= taken.ordinary;
    ahead = Math.max(0, ahead - taken[own]);
  }
  return rules.horizon;
}

/** How many of each class stand among the first: those outside the queue, then one to N. */
function takenBy(places: number, waiting: ClassCounts, ratio: number): ClassCounts {
  const outside = Math.min(places, waiting.extraordinary);
  const rest = Math.min(places - outside, waiting["first-priority"] + waiting.ordinary);
  const share = rest / (ratio + 1);
  // Where one class runs out the other takes its places.
  const privileged = Math.min(waiting["first-priority"], Math.max(share, rest - waiting.ordinary));
  return {
    extraordinary: outside,
    "first-priority": privileged,
    ordinary: rest - privileged,
  };
}

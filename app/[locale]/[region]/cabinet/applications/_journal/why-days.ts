import { type LocalDate, localDateOf } from "#lib/calendar/local-date.ts";
import {
  countedCauses,
  type CountedCause,
  type Explanation,
  type Turn,
} from "#lib/queue/explain.ts";

/** A day or several on which a number changed. */
export type WhyDay = {
  readonly from: LocalDate;
  readonly to: LocalDate;
  /** Of the last change. */
  readonly at: Date;
  /** The number before and after. */
  readonly a: number;
  readonly b: number;
  readonly causes: readonly CountedCause[];
};

/** So many rows are read through; more are told by months. */
const mostRows = 62;

/** The days on which the number changed, oldest first; the months where there are too many days. */
export function daysOf({ from, turns }: Pick<Explanation, "from" | "turns">): WhyDay[] {
  const days = grouped(from.position, turns, (turn) => localDateOf(turn.at));
  return days.length <= mostRows
    ? days
    : grouped(from.position, turns, (turn) => localDateOf(turn.at).slice(0, 7));
}

function grouped(start: number, turns: readonly Turn[], keyOf: (turn: Turn) => string): WhyDay[] {
  let a = start;
  return [...Map.groupBy(turns, keyOf).values()].flatMap((group): WhyDay[] => {
    const [first, last] = [group.at(0), group.at(-1)];
    if (first === undefined || last === undefined) return [];
    const day = {
      from: localDateOf(first.at),
      to: localDateOf(last.at),
      at: last.at,
      a,
      b: last.position,
      causes: countedCauses(group),
    };
    a = last.position;
    return [day];
  });
}

/** Of the days those that moved the number most, in their order; none nearer to another than `gap` of the whole time. */
export function greatest(
  days: readonly WhyDay[],
  { from, to }: { readonly from: Date; readonly to: Date },
  { most, gap }: { readonly most: number; readonly gap: number },
): WhyDay[] {
  const whole = Math.max(1, to.getTime() - from.getTime());
  const marked: WhyDay[] = [];
  const weight = ({ a, b }: WhyDay) => Math.abs(b - a);
  for (const day of days.toSorted((x, y) => weight(y) - weight(x))) {
    const near = marked.some((each) => Math.abs(+each.at - +day.at) / whole < gap);
    if (marked.length < most && !near && day.a !== day.b) marked.push(day);
  }
  return marked.toSorted((x, y) => +x.at - +y.at);
}

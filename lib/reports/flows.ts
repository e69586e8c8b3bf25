import type { Flow, Flows } from "#db/schema/reports.ts";
import { localDateOf } from "#lib/calendar/local-date.ts";
import { entryClasses, type EntryClass } from "#lib/queue/order.ts";
import type { Life } from "./lives.ts";
import { monthOf, monthsBetween, type Month, plusMonths } from "./months.ts";

/** Which months the flows tell: the last ones that are over, at most three years. */
const longestHistory = 36;

type Counts = { waiting: number; joined: number; placed: number; left: number };

/**
 * The months of one queue, counted from the lives of its entries. An entry that changes its class or birth year leaves
 * one queue and joins the other.
 * @param lives everybody who ever stood in this queue
 * @param now instant; the month in which it lies is not over and not told
 * @returns null before the first whole month
 */
export function flowsOf(lives: readonly Life[], queue: string, now: Date): Flows | null {
  const open = monthOf(localDateOf(now));
  const first = historyBegins(lives, queue);
  if (first === null || monthsBetween(first, open) < 1) return null;
  const count = Math.min(longestHistory, monthsBetween(first, open));
  const from = plusMonths(open, -count);
  const cells = new Map<string, Counts[]>();
  const cell = (cohort: number, name: EntryClass): Counts[] => {
    const key = `${cohort} ${name}`;
    const found = cells.get(key) ?? Array.from({ length: count + 1 }, nothing);
    cells.set(key, found);
    return found;
  };
  for (const life of lives) {
    let before: Life["steps"][number] | null = null;
    for (const step of life.steps) {
      if (step.at > now) break;
      const was = before?.waiting && before.queue === queue ? before : null;
      const is = step.waiting && step.queue === queue ? step : null;
      const index = monthsBetween(from, monthOf(localDateOf(step.at)));
      const kept = Math.max(0, index);
      const same =
        was !== null && is !== null && was.cohort === is.cohort && was.class === is.class;
      if (was !== null && !same) {
        const left = step.placed && is === null ? "placed" : "left";
        change(cell(was.cohort, was.class), kept, index < 0 ? "before" : left, -1);
      }
      if (is !== null && !same) {
        change(cell(is.cohort, is.class), kept, index < 0 ? "before" : "joined", 1);
      }
      before = step;
    }
  }
  const cohorts = [...new Set([...cells.keys()].map((key) => Number(key.split(" ")[0])))];
  const classesOf = (cohort: number) =>
    Object.fromEntries(
      entryClasses.map((name) => [name, running(cell(cohort, name)).slice(0, count)]),
    ) as Record<EntryClass, Flow[]>;
  return {
    from,
    count,
    cohorts: cohorts
      .toSorted((a, b) => a - b)
      .map((cohort) => ({ cohort, classes: classesOf(cohort) })),
  };
}

const nothing = (): Counts => ({ waiting: 0, joined: 0, placed: 0, left: 0 });

/**
 * The month of the first departure: a queue that was carried over from paper has registrations of many years, and of
 * those who left before nothing.
 */
function historyBegins(lives: readonly Life[], queue: string): Month | null {
  let first: Date | null = null;
  for (const { steps } of lives) {
    for (const [i, step] of steps.entries()) {
      const was = steps[i - 1];
      if (was === undefined || !was.waiting || was.queue !== queue || step.waiting) continue;
      if (first === null || step.at < first) first = step.at;
      break;
    }
  }
  // That month itself may have begun before the portal did.
  return first === null ? null : plusMonths(monthOf(localDateOf(first)), 1);
}

/** Whoever came before the first month told waits when it begins. */
function change(
  months: Counts[],
  index: number,
  what: "before" | "joined" | "placed" | "left",
  one: 1 | -1,
): void {
  const month = months[index];
  if (month === undefined) return;
  if (what === "before") month.waiting += one;
  else month[what] += 1;
}

function running(months: readonly Counts[]): Flow[] {
  let waiting = 0;
  return months.map((month) => {
    waiting += month.waiting;
    const flow = { ...month, waiting };
    waiting += month.joined - month.placed - month.left;
    return flow;
  });
}

import type { BackTest, Flows, Waiting } from "#db/schema/reports.ts";
import { type EntryClass, entryClasses } from "#lib/queue/order.ts";
import { type Month, plusMonths } from "./months.ts";
import { type Cell, smallest, withoutSmall } from "./small-cells.ts";

/** What is published of one queue, or of several together. */
export type QueueFigures = {
  readonly waiting: {
    readonly total: Cell;
    readonly cohorts: readonly {
      readonly cohort: number;
      readonly total: Cell;
      readonly classes: Readonly<Record<EntryClass, Cell>>;
    }[];
  };
  /** The last twelve months that are over, the oldest first; empty before the first departures. */
  readonly months: readonly MonthFigures[];
};

export type MonthFigures = {
  readonly month: Month;
  readonly joined: Cell;
  readonly placed: Cell;
  readonly left: Cell;
};

type Counted = { readonly waiting: Waiting; readonly flows: Flows | null };

/** The figures of some queues together, with nothing in them that could tell a child. Pure. */
export function figuresOf(queues: readonly Counted[]): QueueFigures {
  return { waiting: waitingFigures(queues), months: monthFigures(queues) };
}

function waitingFigures(queues: readonly Counted[]): QueueFigures["waiting"] {
  const byCohort = Map.groupBy(
    queues.flatMap(({ waiting }) => waiting),
    (each) => each.cohort,
  );
  const rows = [...byCohort]
    .toSorted(([a], [b]) => a - b)
    .map(([cohort, parts]) => ({
      cohort,
      parts: entryClasses.map((name) => parts.reduce((sum, each) => sum + each.classes[name], 0)),
    }));
  const totals = rows.map(({ parts }) => parts.reduce((sum, n) => sum + n, 0));
  const shown = withoutSmall(totals);
  const all = totals.reduce((sum, n) => sum + n, 0);
  return {
    total: all > 0 && all < smallest ? "few" : all,
    cohorts: rows.map(({ cohort, parts }, i) => {
      const total = shown[i] ?? "hidden";
      // Parts that are told would tell the whole that is not.
      const cells =
        typeof total === "number" ? withoutSmall(parts) : parts.map(() => "hidden" as const);
      const [extraordinary = 0, privileged = 0, ordinary = 0] = cells;
      return { cohort, total, classes: { extraordinary, "first-priority": privileged, ordinary } };
    }),
  };
}

function monthFigures(queues: readonly Counted[]): MonthFigures[] {
  const told = queues.flatMap(({ flows }) => (flows === null ? [] : [flows]));
  const end = told
    .map(({ from, count }) => plusMonths(from, count))
    .toSorted()
    .at(-1);
  if (end === undefined) return [];
  const begin = told.map(({ from }) => from).toSorted()[0] ?? end;
  const months = Array.from({ length: 12 }, (_, i) => plusMonths(end, i - 12));
  return months
    .filter((month) => month >= begin)
    .map((month) => {
      const all = told.flatMap(({ from, count, cohorts }) =>
        cohorts.flatMap(({ classes }) =>
          entryClasses.flatMap((name) =>
            classes[name].slice(0, count).filter((_, i) => plusMonths(from, i) === month),
          ),
        ),
      );
      const cell = (n: number): Cell => (n > 0 && n < smallest ? "few" : n);
      const sum = (what: "joined" | "placed" | "left") =>
        cell(all.reduce((total, flow) => total + flow[what], 0));
      return { month, joined: sum("joined"), placed: sum("placed"), left: sum("left") };
    });
}

/** Forecasts of fewer cases say nothing about the next one. */
const enoughCases = 30;

/** How the forecasts of some queues have done, together; null where too few could be judged. */
export function testedTogether(tests: readonly BackTest[]): BackTest | null {
  const judged = tests.filter((test) => test.cases > 0);
  const sum = (what: "cases" | "hits" | "asked" | "silent") =>
    judged.reduce((total, test) => total + test[what], 0);
  if (sum("cases") < enoughCases) return null;
  const most = judged.toSorted((a, b) => b.cases - a.cases)[0];
  const days = judged.flatMap(({ from, to }) => [from, to]).filter((day) => day !== null);
  const inOrder = days.toSorted();
  return {
    cases: sum("cases"),
    hits: sum("hits"),
    asked: sum("asked"),
    silent: sum("silent"),
    width: most?.width ?? null,
    from: inOrder[0] ?? null,
    to: inOrder.at(-1) ?? null,
  };
}

import type { BackTest, Flows, Waiting } from "#db/schema/reports.ts";
import { type EntryClass, entryClasses } from "#lib/queue/order.ts";
import { fewest, namedAmong } from "#lib/transparency/named-districts.ts";
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
  const cell = (n: number): Cell => (n > 0 && n < smallest ? "few" : n);
  return monthCounts(queues).map(({ month, joined, placed, left }) => ({
    month,
    joined: cell(joined),
    placed: cell(placed),
    left: cell(left),
  }));
}

type MonthCounts = { readonly [Name in keyof MonthFigures]: Name extends "month" ? Month : number };

function monthCounts(queues: readonly Counted[]): MonthCounts[] {
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
      const sum = (what: "joined" | "placed" | "left") =>
        all.reduce((total, flow) => total + flow[what], 0);
      return { month, joined: sum("joined"), placed: sum("placed"), left: sum("left") };
    });
}

/**
 * The figures of the districts of one kind of queue, each by itself, in the order given. The sum over all districts is
 * published, and so is each child of a district that the open list names, by entry code: what is told here of the others
 * must not let anybody find out which of the unnamed rows are theirs. Pure.
 */
export function figuresBeside(districts: readonly Counted[]): QueueFigures[] {
  const [only, ...more] = districts;
  if (only === undefined || more.length === 0) return districts.map((each) => figuresOf([each]));
  const cohorts = waitingBeside(districts);
  const totals = totalsBeside(districts, cohorts);
  const months = monthsBeside(districts);
  return districts.map((_, i) => ({
    waiting: { total: totals[i] ?? "hidden", cohorts: cohorts[i] ?? [] },
    months: months.map((each) => each[i]).filter((each) => each !== undefined),
  }));
}

type CohortFigures = QueueFigures["waiting"]["cohorts"];

const sumOf = (classes: Readonly<Record<EntryClass, number>>) =>
  entryClasses.reduce((sum, name) => sum + classes[name], 0);

function waitingBeside(districts: readonly Counted[]): CohortFigures[] {
  const counts = districts.map(
    ({ waiting }) => new Map(waiting.map(({ cohort, classes }) => [cohort, classes])),
  );
  const years = [...new Set(counts.flatMap((each) => [...each.keys()]))].toSorted((a, b) => a - b);
  const hidden = "hidden" as const;
  const nothing = { extraordinary: hidden, "first-priority": hidden, ordinary: hidden };
  const told = years.map((cohort) => {
    const standing = counts.flatMap((each, i) => {
      const classes = each.get(cohort);
      return classes === undefined || sumOf(classes) === 0 ? [] : [{ i, classes }];
    });
    const named = namedAmong(standing.map(({ classes }) => sumOf(classes)));
    return new Map(
      standing.map(({ i, classes }, at) => {
        const [extraordinary = 0, privileged = 0, ordinary = 0] = withoutSmall(
          entryClasses.map((name) => classes[name]),
        );
        const parts = { extraordinary, "first-priority": privileged, ordinary };
        return [
          i,
          named.has(at)
            ? { cohort, total: sumOf(classes), classes: parts }
            : { cohort, total: hidden, classes: nothing },
        ] as const;
      }),
    );
  });
  return districts.map((_, i) => told.flatMap((each) => each.get(i) ?? []));
}

/** A sum is told where it gives away no year of its district, and no single district is left out. */
function totalsBeside(districts: readonly Counted[], told: readonly CohortFigures[]): Cell[] {
  const totals = districts.map(({ waiting }) =>
    waiting.reduce((sum, { classes }) => sum + sumOf(classes), 0),
  );
  const isTold = totals.map((total, i) => {
    const years = (told[i] ?? []).filter((each) => each.total !== "hidden");
    const missing = (told[i] ?? []).length - years.length;
    const seen = years.reduce((sum, each) => sum + (Number(each.total) || 0), 0);
    return missing === 0 || (missing > 1 && total - seen >= fewest);
  });
  if (isTold.filter((each) => !each).length === 1) {
    const [next] = [...totals.keys()]
      .filter((i) => isTold[i] && (totals[i] ?? 0) > 0)
      .toSorted((a, b) => (totals[a] ?? 0) - (totals[b] ?? 0));
    if (next !== undefined) isTold[next] = false;
  }
  return totals.map((total, i) => (isTold[i] ? total : "hidden"));
}

/** Of each month the figures of every district; small ones, and what would give them away, are not told. */
function monthsBeside(districts: readonly Counted[]): (MonthFigures | undefined)[][] {
  const each = districts.map((district) => monthCounts([district]));
  const months = [...new Set(each.flatMap((counts) => counts.map(({ month }) => month)))];
  return months.toSorted().map((month) => {
    const counts = each.map((own) => own.find((one) => one.month === month));
    const cells = (what: "joined" | "placed" | "left") =>
      withoutSmall(counts.map((one) => one?.[what] ?? 0));
    const [joined, placed, left] = [cells("joined"), cells("placed"), cells("left")];
    return counts.map((one, i) =>
      one === undefined
        ? undefined
        : { month, joined: joined[i] ?? 0, placed: placed[i] ?? 0, left: left[i] ?? 0 },
    );
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

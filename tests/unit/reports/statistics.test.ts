import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { smallest, withoutSmall } from "#lib/reports/small-cells.ts";
import { figuresBeside, figuresOf, testedTogether } from "#lib/reports/statistics.ts";
import { fewest } from "#lib/transparency/named-districts.ts";
import { history } from "./past-years.ts";

const hiddenOf = (parts: readonly number[]) => {
  const cells = withoutSmall(parts);
  return parts.filter((_, i) => typeof cells[i] !== "number");
};

describe("numbers that could tell a child", () => {
  test("are not published, nor what would give them away by a difference", () => {
    expect(withoutSmall([0, 12, 140])).toEqual([0, 12, 140]);
    expect(withoutSmall([3, 12, 140])).toEqual(["few", "hidden", 140]);
    expect(withoutSmall([1, 2, 140])).toEqual(["few", "few", "hidden"]);
    expect(withoutSmall([3, 4, 140])).toEqual(["few", "few", 140]);
    expect(withoutSmall([0, 3, 0])).toEqual([0, "few", 0]);
  });

  test("cannot be computed from the sum, whatever the parts are", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(40), { minLength: 1, maxLength: 8 }), (parts) => {
        const hidden = hiddenOf(parts);
        const small = parts.filter((n) => n > 0 && n < smallest);
        expect(hidden).toEqual(expect.arrayContaining(small));
        const more = parts.filter((n) => n > 0).length > hidden.length;
        const sum = hidden.reduce((total, n) => total + n, 0);
        // Only where nothing else is left to hide may a single small number stand alone: its sum is not told then.
        expect(hidden.length === 0 || !more || (hidden.length > 1 && sum >= smallest)).toBe(true);
      }),
    );
  });

  test("a birth year that is hidden has no class that is told", () => {
    const classes = (ordinary: number) => ({ extraordinary: 10, "first-priority": 20, ordinary });
    const few = { extraordinary: 0, "first-priority": 1, ordinary: 2 };
    const waiting = [
      { cohort: 2020, classes: few },
      { cohort: 2021, classes: classes(40) },
      { cohort: 2022, classes: classes(400) },
    ];
    const figures = figuresOf([{ waiting, flows: null }]);
    expect(figures.waiting.total).toBe(503);
    expect(figures.waiting.cohorts.map(({ total }) => total)).toEqual(["few", "hidden", 430]);
    expect(Object.values(figures.waiting.cohorts[1]?.classes ?? {})).toEqual([
      "hidden",
      "hidden",
      "hidden",
    ]);
    expect(figures.months).toEqual([]);
  });
});

describe("districts beside each other", () => {
  const ordinary = (n: number) => ({ extraordinary: 0, "first-priority": 0, ordinary: n });
  const beside = (counts: readonly (readonly number[])[]) =>
    figuresBeside(
      counts.map((years) => ({
        waiting: years.map((n, i) => ({ cohort: 2020 + i, classes: ordinary(n) })),
        flows: null,
      })),
    );

  test("do not tell a small one, nor the one that its sum would leave", () => {
    const told = beside([[30], [2], [25]]);
    expect(told.map(({ waiting }) => waiting.cohorts[0]?.total)).toEqual([30, "hidden", "hidden"]);
    expect(told.map(({ waiting }) => waiting.total)).toEqual([30, "hidden", "hidden"]);
  });

  test("leave at least two unknown in every sum, whatever the counts are", () => {
    const counts = fc.array(fc.array(fc.nat(40), { minLength: 3, maxLength: 3 }), {
      minLength: 2,
      maxLength: 6,
    });
    fc.assert(
      fc.property(counts, (given) => {
        const told = beside(given);
        for (const year of [0, 1, 2]) {
          const here = given.filter((years) => (years[year] ?? 0) > 0).length;
          const cells = told.flatMap(({ waiting }) =>
            waiting.cohorts.filter(({ cohort }) => cohort === 2020 + year),
          );
          const hidden = cells.filter(({ total }) => total === "hidden");
          expect(cells).toHaveLength(here);
          expect(hidden.length === 1 && here > 1).toBe(false);
          for (const { total } of cells) {
            expect(total === "hidden" || Number(total) >= fewest).toBe(true);
          }
        }
        for (const { waiting } of told) {
          const hidden = waiting.cohorts.filter(({ total }) => total === "hidden").length;
          expect(hidden === 1 && waiting.total !== "hidden").toBe(false);
        }
        const unknown = told.filter(({ waiting }) => waiting.total === "hidden").length;
        const living = given.filter((years) => years.some((n) => n > 0)).length;
        expect(unknown === 1 && living > 1).toBe(false);
      }),
    );
  });
});

test("the last twelve months of several queues are told together", () => {
  const flows = history(900);
  const one = figuresOf([{ waiting: [], flows }]).months;
  const two = figuresOf([
    { waiting: [], flows },
    { waiting: [], flows },
  ]).months;
  expect(one.map(({ month }) => month)).toEqual([
    "2025-11",
    "2025-12",
    ...["01", "02", "03", "04", "05", "06", "07", "08", "09", "10"].map((n) => `2026-${n}`),
  ]);
  const july = one.find(({ month }) => month === "2026-07");
  expect(july?.placed).toBe(4 * (11 + 54 + 151));
  expect(two.find(({ month }) => month === "2026-07")?.placed).toBe(8 * (11 + 54 + 151));
});

test("forecasts are judged together, and not at all by a handful", () => {
  const one = {
    cases: 20,
    hits: 16,
    asked: 60,
    silent: 6,
    width: 3,
    from: "2026-01-01",
    to: "2026-06-01",
  };
  const later = { ...one, hits: 18, from: "2026-02-01", to: "2026-08-01" };
  expect(testedTogether([one])).toBe(null);
  expect(testedTogether([one, later])).toEqual({
    cases: 40,
    hits: 34,
    asked: 120,
    silent: 12,
    width: 3,
    from: "2026-01-01",
    to: "2026-08-01",
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Flow } from "#db/schema/reports.ts";
import { entryClasses, type EntryClass } from "#lib/queue/order.ts";
import { forecast, type ForecastQuestion, rules } from "#lib/reports/forecast.ts";
import { plusMonths } from "#lib/reports/months.ts";
import { history } from "./past-years.ts";

const usual: ForecastQuestion = {
  flows: history(900),
  today: "2026-11-22",
  cohort: 2023,
  class: "ordinary",
  ahead: 300,
  counts: { extraordinary: 10, "first-priority": 100, ordinary: 900 },
  ratio: 3,
  seed: 7,
};

const told = (question: ForecastQuestion) => {
  const answer = forecast(question);
  return answer.told ? answer : null;
};
const why = (question: ForecastQuestion) => {
  const answer = forecast(question);
  return answer.told ? null : answer.why;
};

describe("a range of months", () => {
  test("summer, for who needs the summer's places", () => {
    const range = told(usual);
    expect(range?.from).toBe("2027-07");
    expect(range && range.to <= "2027-08").toBe(true);
  });

  test("this month, for the first of all, and never before today", () => {
    const first = told({ ...usual, class: "first-priority", ahead: 0 });
    expect(first?.from).toBe("2026-11");
    expect(first && first.to <= "2027-02").toBe(true);
  });

  test("is the same for the same question and seed", () => {
    expect(forecast(usual)).toEqual(forecast({ ...usual }));
    expect(forecast({ ...usual, seed: 8 }).told).toBe(true);
  });

  const question = fc.record({
    cohort: fc.integer({ min: 2022, max: 2024 }),
    class: fc.constantFrom<EntryClass>(...entryClasses),
    ahead: fc.integer({ min: 0, max: 800 }),
    more: fc.integer({ min: 1, max: 400 }),
    seed: fc.nat(1000),
    today: fc.constantFrom("2026-11-01", "2026-11-30", "2027-01-15"),
  });
  const counts = { extraordinary: 1300, "first-priority": 1300, ordinary: 1300 };

  test("a later place never has an earlier middle", () => {
    fc.assert(
      fc.property(question, ({ more, ...own }) => {
        const near = told({ ...usual, counts, ...own });
        const far = told({ ...usual, counts, ...own, ahead: own.ahead + more });
        expect(near === null || far === null || near.median <= far.median).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test("twice the places never make the middle later", () => {
    fc.assert(
      fc.property(question, (own) => {
        const few = told({ ...usual, ...own, counts });
        const many = told({ ...usual, ...own, counts, flows: history(1800) });
        expect(few === null || (many !== null && many.median <= few.median)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test("is never wider than is told, nor beyond what is played", () => {
    fc.assert(
      fc.property(question, (own) => {
        const range = told({ ...usual, ...own });
        if (range === null) return;
        const today = own.today.slice(0, 7);
        const inOrder = [today, range.from, range.median, range.to];
        expect(inOrder.toSorted()).toEqual(inOrder);
        expect(range.to < plusMonths(range.from, rules.widest)).toBe(true);
        expect(range.to < plusMonths(today, rules.horizon)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

describe("silence", () => {
  test("where there is no history, less than a year of it, or none of the last months", () => {
    expect(why({ ...usual, flows: null })).toBe("short-history");
    expect(why({ ...usual, flows: history(900, 11, "2025-12") })).toBe("short-history");
    expect(why({ ...usual, flows: history(900, 24, "2024-06") })).toBe("short-history");
    expect(why({ ...usual, flows: history(900, 24, "2024-08") })).toBe(null);
  });

  test("where hardly any places were given at such an age", () => {
    expect(why({ ...usual, flows: history(20) })).toBe("few-places");
    // Nobody as old as that has had a place.
    expect(why({ ...usual, cohort: 2019 })).toBe("few-places");
  });

  test("where the turn comes after everything that is known", () => {
    expect(why({ ...usual, ahead: 20_000, counts: { ...usual.counts, ordinary: 30_000 } })).toBe(
      "too-far",
    );
  });

  test("where the plays do not agree within a year", () => {
    // A year of many places and a year of few: nobody knows which of them comes again.
    const even = history(900);
    const uneven = (flows: readonly Flow[]) =>
      flows.map((flow, i) => ({ ...flow, placed: Math.round(flow.placed * (i < 12 ? 0.2 : 1)) }));
    const cohorts = even.cohorts.map(({ cohort, classes }) => ({
      cohort,
      classes: {
        extraordinary: uneven(classes.extraordinary),
        "first-priority": uneven(classes["first-priority"]),
        ordinary: uneven(classes.ordinary),
      },
    }));
    const flows = { ...even, cohorts };
    const wide = [200, 300, 400, 500].map((ahead) => why({ ...usual, flows, cohort: 2024, ahead }));
    expect(wide).toContain("too-wide");
  });
});

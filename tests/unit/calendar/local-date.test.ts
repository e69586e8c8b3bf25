import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addDays,
  addMonths,
  ageInMonths,
  ageInYears,
  cohortOf,
  daysBetween,
  endOfDay,
  isLocalDate,
  localDateOf,
  startOfDay,
} from "#lib/calendar/local-date.ts";

const dates = fc
  .date({
    min: new Date("2000-01-01T00:00:00Z"),
    max: new Date("2040-12-31T00:00:00Z"),
    noInvalidDate: true,
  })
  .map((at) => at.toISOString().slice(0, 10));

describe("a day in Kazakhstan", () => {
  test("begins and ends at UTC+5", () => {
    expect(localDateOf(new Date("2026-11-21T18:59:59Z"))).toBe("2026-11-21");
    expect(localDateOf(new Date("2026-11-21T19:00:00Z"))).toBe("2026-11-22");
    expect(startOfDay("2026-11-22").toISOString()).toBe("2026-11-21T19:00:00.000Z");
    expect(endOfDay("2026-11-22").toISOString()).toBe("2026-11-22T18:59:59.999Z");
  });

  test("holds its own beginning and end, and no more", () => {
    fc.assert(
      fc.property(dates, (date) => {
        expect(localDateOf(startOfDay(date))).toBe(date);
        expect(localDateOf(endOfDay(date))).toBe(date);
        expect(localDateOf(new Date(endOfDay(date).getTime() + 1))).toBe(addDays(date, 1));
      }),
    );
  });

  test("exists or not", () => {
    expect(isLocalDate("2024-02-29")).toBe(true);
    const none = ["2023-02-29", "2026-13-01", "2026-1-1", "22.11.2026", "", "2026-11-22T00:00"];
    expect(none.filter(isLocalDate)).toEqual([]);
  });
});

describe("adding", () => {
  test("months keeps within the month", () => {
    expect(addMonths("2026-01-31", 1)).toBe("2026-02-28");
    expect(addMonths("2024-02-29", 12)).toBe("2025-02-28");
    expect(addMonths("2026-11-22", 12)).toBe("2027-11-22");
    expect(addMonths("2026-01-15", -1)).toBe("2025-12-15");
  });

  test("days and counting them back agree", () => {
    fc.assert(
      fc.property(dates, fc.integer({ min: -800, max: 800 }), (date, days) => {
        expect(daysBetween(date, addDays(date, days))).toBe(days);
      }),
    );
  });
});

describe("age", () => {
  test("in years and months", () => {
    expect(ageInYears("2022-07-20", "2026-07-19")).toBe(3);
    expect(ageInYears("2022-07-20", "2026-07-20")).toBe(4);
    expect(ageInMonths("2025-06-01", "2026-11-22")).toBe(17);
    expect(ageInYears("2024-02-29", "2025-02-28")).toBe(0);
    expect(ageInYears("2024-02-29", "2025-03-01")).toBe(1);
    expect(ageInYears("2026-12-01", "2026-11-22")).toBeLessThan(0);
  });

  test("never falls as days go by", () => {
    fc.assert(
      fc.property(dates, dates, fc.nat(4000), (birth, on, days) => {
        expect(ageInMonths(birth, addDays(on, days))).toBeGreaterThanOrEqual(
          ageInMonths(birth, on),
        );
      }),
    );
  });

  test("cohort is the birth year unless the region counts the youngest with the next", () => {
    expect(cohortOf("2023-11-30")).toBe(2023);
    expect(cohortOf("2023-11-30", "11-01")).toBe(2024);
    expect(cohortOf("2023-10-31", "11-01")).toBe(2023);
  });
});

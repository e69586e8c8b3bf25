import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  deadlineAfter,
  deadlineAfterDays,
  deadlineAfterMonths,
  deadlineAfterWorkingDays,
} from "#lib/calendar/deadlines.ts";
import { kazakhstan } from "#lib/calendar/kazakhstan.ts";
import { addDays, localDateOf } from "#lib/calendar/local-date.ts";
import {
  addWorkingDays,
  isWorkingDay,
  workingDayFrom,
  workingDaysBetween,
} from "#lib/calendar/working-days.ts";

const instants = fc.date({
  min: new Date("2024-12-01T00:00:00Z"),
  max: new Date("2028-02-01T00:00:00Z"),
  noInvalidDate: true,
});
const dates = instants.map(localDateOf);
const terms = fc.nat(90);
const works = (date: string) => isWorkingDay(date, kazakhstan);

describe("working days", () => {
  test("by hand", () => {
    const add = (date: string, n: number) => addWorkingDays(date, n, kazakhstan);
    // Two working days for a voucher given on the Friday before Women's day, and five over Nauryz.
    expect(add("2026-03-06", 2)).toBe("2026-03-11");
    expect(add("2026-03-19", 5)).toBe("2026-03-31");
    expect(add("2024-12-31", 2)).toBe("2025-01-06");
    expect(add("2025-12-30", 3)).toBe("2026-01-06");
    expect(add("2026-08-28", 1)).toBe("2026-08-31");
    expect(add("2026-11-28", 0)).toBe("2026-11-28");
    expect(workingDayFrom("2026-11-28", kazakhstan)).toBe("2026-11-30");
    expect(workingDaysBetween("2026-11-22", "2026-11-27", kazakhstan)).toBe(5);
    expect(workingDaysBetween("2026-11-27", "2026-11-22", kazakhstan)).toBe(0);
  });

  test("a term that is no number of days is a bug", () => {
    for (const n of [-1, 1.5, Number.NaN, Infinity])
      expect(() => addWorkingDays("2026-11-22", n, kazakhstan)).toThrow(RangeError);
  });

  test("never end on a day off", () => {
    fc.assert(
      fc.property(dates, fc.integer({ min: 1, max: 90 }), (date, n) => {
        expect(works(addWorkingDays(date, n, kazakhstan))).toBe(true);
        expect(works(workingDayFrom(date, kazakhstan))).toBe(true);
      }),
    );
  });

  test("n and then m are n + m", () => {
    fc.assert(
      fc.property(dates, terms, terms, (date, n, m) => {
        expect(addWorkingDays(addWorkingDays(date, n, kazakhstan), m, kazakhstan)).toBe(
          addWorkingDays(date, n + m, kazakhstan),
        );
      }),
    );
  });

  test("later days and longer terms end no earlier", () => {
    fc.assert(
      fc.property(dates, fc.nat(40), terms, fc.nat(20), (date, days, n, more) => {
        const end = addWorkingDays(date, n, kazakhstan);
        expect(addWorkingDays(addDays(date, days), n, kazakhstan) >= end).toBe(true);
        expect(addWorkingDays(date, n + more + 1, kazakhstan) > end).toBe(true);
      }),
    );
  });

  test("agree with somebody who strikes out days on the wall", () => {
    fc.assert(
      fc.property(dates, terms, (date, n) => {
        const wall = Array.from({ length: 300 }, (_, index) => addDays(date, index + 1));
        const end = addWorkingDays(date, n, kazakhstan);
        expect(end).toBe(n === 0 ? date : wall.filter(works)[n - 1]);
        expect(workingDaysBetween(date, end, kazakhstan)).toBe(n);
      }),
    );
  });
});

describe("deadlines", () => {
  const at = new Date("2026-03-06T18:59:59Z");

  test("end with the last day in Kazakhstan", () => {
    const end = (day: string) => new Date(`${day}T18:59:59.999Z`);
    expect(deadlineAfterWorkingDays(at, 2, kazakhstan)).toEqual(end("2026-03-11"));
    // A second later the day is another one, and a Saturday; the term ends when it did.
    const later = new Date(at.getTime() + 1000);
    expect(deadlineAfterWorkingDays(later, 2, kazakhstan)).toEqual(end("2026-03-11"));
    expect(deadlineAfterDays(at, 5, kazakhstan)).toEqual(end("2026-03-11"));
    expect(deadlineAfterDays(later, 5, kazakhstan)).toEqual(end("2026-03-12"));
  });

  test("of days and months wait for the next working day", () => {
    const day = (instant: Date) => localDateOf(instant);
    expect(day(deadlineAfterDays(at, 2, kazakhstan))).toBe("2026-03-10");
    expect(day(deadlineAfterDays(at, 15, kazakhstan))).toBe("2026-03-26");
    expect(day(deadlineAfterMonths(new Date("2025-12-31T06:00:00Z"), 2, kazakhstan))).toBe(
      "2026-03-02",
    );
    expect(day(deadlineAfterMonths(new Date("2025-11-22T06:00:00Z"), 12, kazakhstan))).toBe(
      "2026-11-23",
    );
  });

  test("take the unit the policy says", () => {
    expect(deadlineAfter(at, 2, "working", kazakhstan)).toEqual(
      deadlineAfterWorkingDays(at, 2, kazakhstan),
    );
    expect(deadlineAfter(at, 2, "calendar", kazakhstan)).toEqual(
      deadlineAfterDays(at, 2, kazakhstan),
    );
  });

  test("are working days, never shorter than told, and keep the order of the events", () => {
    fc.assert(
      fc.property(
        instants,
        fc.nat(5_000_000_000),
        fc.integer({ min: 1, max: 60 }),
        (one, ms, n) => {
          const other = new Date(one.getTime() + ms);
          for (const rule of [deadlineAfterWorkingDays, deadlineAfterDays]) {
            const end = rule(one, n, kazakhstan);
            expect(works(localDateOf(end))).toBe(true);
            expect(localDateOf(end) >= addDays(localDateOf(one), n)).toBe(true);
            expect(rule(other, n, kazakhstan) >= end).toBe(true);
          }
          const months = deadlineAfterMonths(one, n, kazakhstan);
          expect(works(localDateOf(months))).toBe(true);
          expect(deadlineAfterMonths(other, n, kazakhstan) >= months).toBe(true);
        },
      ),
    );
  });
});

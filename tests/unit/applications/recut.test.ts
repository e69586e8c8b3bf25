import fc from "fast-check";
import { expect, test } from "vitest";
import { otherCohort } from "#lib/applications/recut.ts";
import { addDays, cohortOf } from "#lib/calendar/local-date.ts";

const birthDates = fc.integer({ min: 0, max: 3_000 }).map((days) => addDays("2018-01-01", days));
const shifts = fc.option(
  fc.integer({ min: 0, max: 364 }).map((days) => addDays("2023-01-01", days).slice(5)),
);

test("an entry that was moved by the rule stands right by it, and is not moved again", () => {
  fc.assert(
    fc.property(birthDates, shifts, fc.integer({ min: -2, max: 2 }), (birthDate, shift, off) => {
      const belongs = cohortOf(birthDate, shift);
      expect(otherCohort(belongs + off, birthDate, shift)).toBe(off === 0 ? null : belongs);
      expect(otherCohort(belongs, birthDate, shift)).toBeNull();
    }),
  );
});

test("a child whose birth date nobody knows stays where it is", () => {
  expect(otherCohort(2023, null, "01-01")).toBeNull();
});

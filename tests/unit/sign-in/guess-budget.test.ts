import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  acceptedRisk,
  codesOfDay,
  codesPerDay,
  nextCode,
  riskOf,
  secondsToNext,
  triesOf,
} from "#lib/sign-in/guess-budget.ts";
import { policyParameters } from "#lib/regions/policy.ts";

const lengths = Array.from({ length: 10 }, (_, index) => index + 1).filter(
  (length) => policyParameters.shape.codeLength.safeParse(length).success,
);

describe("whoever guesses an account's codes", () => {
  test.each(lengths)(
    "enters with at most one chance in a thousand a day at %i digits",
    (length) => {
      const day = codesOfDay(length);
      expect(riskOf(day)).toBeLessThanOrEqual(acceptedRisk);
      expect(day.length).toBeGreaterThanOrEqual(3);
      expect(day.length).toBeLessThanOrEqual(codesPerDay);
    },
  );

  test("has nine guesses at four digits, and the rest of the day's codes are longer", () => {
    const day = codesOfDay(4);
    const short = day.filter((code) => code.length === 4);
    expect(short.reduce((sum, code) => sum + code.tries, 0)).toBe(9);
    expect(day.slice(short.length).every((code) => code.length === 8)).toBe(true);
    expect(day).toHaveLength(codesPerDay);
  });

  test("finds the policy's length whenever the risk allows it", () => {
    expect(nextCode([], 4)).toEqual({ length: 4, tries: 3 });
    expect(nextCode([], 6)).toEqual({ length: 6, tries: 5 });
    expect(codesOfDay(6).every((code) => code.length === 6)).toBe(true);
  });

  test("gains nothing from a policy that changes in the middle of the day", () => {
    const codes = fc.array(fc.constantFrom(...lengths), { maxLength: codesPerDay });
    fc.assert(
      fc.property(codes, (asked) => {
        const sent = asked.reduce<{ length: number; tries: number }[]>((before, length) => {
          const next = nextCode(before, length);
          return next === null ? before : [...before, next];
        }, []);
        expect(riskOf(sent)).toBeLessThanOrEqual(acceptedRisk);
      }),
    );
  });
});

test("the risk is that of the arithmetic", () => {
  expect(riskOf([])).toBe(0);
  expect(riskOf([{ length: 1, tries: 1 }])).toBeCloseTo(0.1, 12);
  expect(
    riskOf([
      { length: 1, tries: 5 },
      { length: 1, tries: 5 },
    ]),
  ).toBeCloseTo(0.75, 12);
  expect(riskOf(Array.from({ length: 4 }, () => ({ length: 4, tries: 3 })))).toBeGreaterThan(
    acceptedRisk,
  );
});

test("short codes have three tries, longer ones five", () => {
  expect([4, 5, 6, 8].map(triesOf)).toEqual([3, 3, 5, 5]);
});

test("the wait is the manual's minute at first and grows", () => {
  const waits = [1, 2, 3, 4, 5, 6, 9].map(secondsToNext);
  expect(waits[0]).toBe(60);
  expect(waits).toEqual(waits.toSorted((a, b) => a - b));
});

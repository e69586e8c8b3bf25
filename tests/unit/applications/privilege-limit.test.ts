import fc from "fast-check";
import { expect, test } from "vitest";
import { claimableFrom, claimLimit, claimWindowMs } from "#lib/applications/privilege-limit.ts";

const start = Date.UTC(2026, 10, 22, 9, 30);
const minute = 60_000;
const day = 24 * 60 * minute;
const at = (ms: number) => new Date(start + ms);

test("the same ground can be claimed three times in thirty days, and again when the first is older", () => {
  expect(claimLimit).toEqual({ count: 3, days: 30 });
  expect(claimableFrom([], at(0))).toBeNull();
  expect(claimableFrom([at(0), at(day)], at(day))).toBeNull();
  const three = [at(2 * day), at(0), at(day)];
  expect(claimableFrom(three, at(2 * day))).toEqual(at(30 * day));
  expect(claimableFrom(three, at(30 * day - 1))).toEqual(at(30 * day));
  expect(claimableFrom(three, at(30 * day))).toBeNull();
  expect(claimableFrom([...three, at(30 * day)], at(30 * day))).toEqual(at(31 * day));
});

test("the instant told is a full minute, never earlier than the limit ends", () => {
  const three = [at(1), at(minute), at(minute)];
  expect(claimableFrom(three, at(day))).toEqual(at(30 * day + minute));
});

test("however often somebody tries, no window of thirty days has more than three, and what is told holds", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 12 * day }), { minLength: 1, maxLength: 60 }),
      (pauses) => {
        const claimed: Date[] = [];
        let now = 0;
        for (const pause of pauses) {
          now += pause;
          const from = claimableFrom(claimed, at(now));
          if (from === null) {
            claimed.push(at(now));
            continue;
          }
          expect(from.getTime()).toBeGreaterThan(start + now);
          expect(claimableFrom(claimed, new Date(from.getTime() - minute - 1))).not.toBeNull();
          expect(claimableFrom(claimed, from)).toBeNull();
        }
        for (const [index, first] of claimed.entries()) {
          const fourth = claimed[index + claimLimit.count];
          if (fourth === undefined) break;
          expect(fourth.getTime() - first.getTime()).toBeGreaterThanOrEqual(claimWindowMs);
        }
      },
    ),
  );
});

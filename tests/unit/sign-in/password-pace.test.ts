import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { judge, type Limit } from "#lib/platform/rate-limit.ts";
import { acceptedRisk } from "#lib/sign-in/guess-budget.ts";
import {
  mostTriesOfDay,
  pairPace,
  passwordPace,
  riskOfGuessing,
} from "#lib/sign-in/password-pace.ts";

const day = 24 * 60 * 60;

/** Turns given to knocks at these seconds, a refused one counting nowhere. */
function turns(knocks: readonly number[], limits: readonly Limit[]): number[] {
  const counts = new Map<string, number>();
  const at = (limit: Limit, window: number) => `${limit.windowSeconds}:${window}`;
  return knocks.filter((second) => {
    const allowed = limits.every((limit) => {
      const window = Math.floor(second / limit.windowSeconds);
      const current = counts.get(at(limit, window)) ?? 0;
      const previous = counts.get(at(limit, window - 1)) ?? 0;
      const elapsed = (second % limit.windowSeconds) / limit.windowSeconds;
      return judge(current + 1, previous, elapsed, limit, current).allowed;
    });
    if (!allowed) return false;
    for (const limit of limits) {
      const key = at(limit, Math.floor(second / limit.windowSeconds));
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    return true;
  });
}

describe("whoever guesses the password of an account", () => {
  test("enters with at most one chance in a thousand a day, whatever the number of networks", () => {
    const most = mostTriesOfDay(passwordPace);
    expect(riskOfGuessing(most)).toBeLessThanOrEqual(acceptedRisk);
    // NIST 800-63B, 3.2.2.
    expect(most).toBeLessThanOrEqual(100);
  });

  test("gets no more than the bound says, however they knock", () => {
    const together = passwordPace.map((pace) => pace.together);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 900 }), fc.nat(12 * 60 * 60), (every, begins) => {
        const knocks = Array.from(
          { length: Math.floor(day / every) },
          (_, n) => begins + n * every,
        );
        expect(turns(knocks, together).length).toBeLessThanOrEqual(mostTriesOfDay(passwordPace));
      }),
      { numRuns: 30 },
    );
  });

  test.each([...passwordPace, ...pairPace])(
    "leaves turns to others in every window: %j",
    ({ together, oneNetwork }) => {
      expect(oneNetwork.windowSeconds).toBe(together.windowSeconds);
      expect(oneNetwork.count).toBeLessThan(together.count);
    },
  );
});

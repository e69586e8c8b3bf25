import fc from "fast-check";
import { expect, test } from "vitest";
import { judge } from "#lib/platform/rate-limit.ts";

const limits = fc.record({
  count: fc.integer({ min: 1, max: 50 }),
  windowSeconds: fc.integer({ min: 1, max: 3600 }),
});
const elapsed = fc.double({ min: 0, max: 0.999, noNaN: true });

test("one attempt too many in a window is refused, whatever the window before was", () => {
  fc.assert(
    fc.property(limits, fc.nat(100), elapsed, (limit, previous, share) => {
      expect(judge(limit.count + 1, previous, share, limit).allowed).toBe(false);
    }),
  );
});

test("a quiet window before leaves the whole limit", () => {
  fc.assert(
    fc.property(limits, elapsed, (limit, share) => {
      expect(judge(limit.count, 0, share, limit)).toEqual({ allowed: true, retryAfterSeconds: 0 });
    }),
  );
});

test("the advice to come back is a whole number of seconds within two windows", () => {
  fc.assert(
    fc.property(
      limits,
      fc.integer({ min: 1, max: 100 }),
      fc.nat(100),
      elapsed,
      (limit, current, previous, share) => {
        const { allowed, retryAfterSeconds } = judge(current, previous, share, limit);
        if (allowed) return;
        expect(Number.isInteger(retryAfterSeconds)).toBe(true);
        expect(retryAfterSeconds).toBeGreaterThanOrEqual(1);
        expect(retryAfterSeconds).toBeLessThanOrEqual(2 * limit.windowSeconds + 1);
      },
    ),
  );
});

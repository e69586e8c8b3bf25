import fc from "fast-check";
import { expect, test } from "vitest";
import { positionOf, standsAt } from "#lib/queue/position.ts";

const counts = fc.record({
  extraordinary: fc.nat(20),
  "first-priority": fc.nat(60),
  ordinary: fc.nat(60),
});

test("who stands at a position is the inverse of the position, and everybody stands somewhere", () => {
  const property = fc.property(counts, fc.integer({ min: 1, max: 5 }), (of, ratio) => {
    const total = of.extraordinary + of["first-priority"] + of.ordinary;
    const seen = new Set<string>();
    for (let position = 1; position <= total; position += 1) {
      const found = standsAt(position, of, ratio);
      if (found === null) throw new Error(`nobody stands at ${position}`);
      expect(found.rank).toBeGreaterThanOrEqual(1);
      expect(found.rank).toBeLessThanOrEqual(of[found.class]);
      expect(positionOf(found.class, found.rank, of, ratio)).toBe(position);
      seen.add(`${found.class} ${found.rank}`);
    }
    expect(seen.size).toBe(total);
    expect(standsAt(0, of, ratio)).toBeNull();
    expect(standsAt(total + 1, of, ratio)).toBeNull();
  });
  fc.assert(property, { numRuns: 300 });
});

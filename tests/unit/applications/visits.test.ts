import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { afterShowing, type Visits } from "#lib/applications/visits.ts";

const begin = Date.parse("2026-11-22T09:00:00.000Z");
const at = (minutes: number, number: number) => ({
  at: new Date(begin + minutes * 60_000),
  number,
});

describe("visits", () => {
  test("the first has none before it", () => {
    expect(afterShowing(null, at(0, 57))).toEqual({ previous: null, seen: at(0, 57) });
  });

  test("a page opened twice in a minute is one visit, and nothing is written", () => {
    const known = { previous: at(-9_000, 57), seen: at(0, 49) };
    expect(afterShowing(known, at(1, 49))).toBe(known);
  });

  test("within a visit another number, or an hour, is noted, and the one before stays", () => {
    const known = { previous: at(-9_000, 57), seen: at(0, 49) };
    expect(afterShowing(known, at(1, 48))).toEqual({ ...known, seen: at(1, 48) });
    expect(afterShowing(known, at(60, 49))).toEqual({ ...known, seen: at(60, 49) });
  });

  test("who comes back after six hours is on a new one", () => {
    const known = { previous: at(-9_000, 57), seen: at(0, 49) };
    expect(afterShowing(known, at(359, 40)).previous).toEqual(known.previous);
    expect(afterShowing(known, at(360, 40))).toEqual({ previous: known.seen, seen: at(360, 40) });
  });

  test("a clock that was set back changes nothing", () => {
    const known: Visits = { previous: null, seen: at(0, 49) };
    expect(afterShowing(known, at(-600, 60))).toBe(known);
  });

  test("however often one looks, what is compared with is what was shown before a pause", () => {
    const looks = fc.array(
      fc.record({ wait: fc.nat(900), number: fc.integer({ min: 1, max: 9 }) }),
    );
    const property = fc.property(looks, (all) => {
      let known: Visits | null = null;
      let minute = 0;
      const shown: ReturnType<typeof at>[] = [];
      for (const { wait, number } of all) {
        minute += wait;
        known = afterShowing(known, at(minute, number));
        shown.push(at(minute, number));
        const { previous } = known;
        const after = previous && shown.find((each) => each.at > previous.at);
        // Of the hour that is not noted, the instant may be missed, never the number.
        expect(previous === null || shown.some((each) => each.number === previous.number)).toBe(
          true,
        );
        expect(previous === null || after !== undefined).toBe(true);
      }
    });
    fc.assert(property);
  });
});

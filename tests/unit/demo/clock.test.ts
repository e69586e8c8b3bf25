import { describe, expect, test } from "vitest";
import { offsetFor } from "#lib/demo/clock.ts";

const real = new Date("2026-11-22T08:00:00Z");
const demo = new Date("2026-12-01T00:00:00Z");
const ahead = demo.getTime() - real.getTime();
const hour = 3_600_000;

describe("where the demo's clock is sent", () => {
  test.each([
    ["+1h", ahead + hour],
    ["+2h30m", ahead + 2.5 * hour],
    ["-1d", ahead - 24 * hour],
    ["+1w", ahead + 7 * 24 * hour],
    ["+1.5h", ahead + 1.5 * hour],
    ["+P3DT2H", ahead + 74 * hour],
    ["+PT5M", ahead + hour / 12],
    ["-PT30S", ahead - 30_000],
    ["+30 days", ahead + 30 * 24 * hour],
    ["+1 week 2 hours", ahead + 170 * hour],
    ["+90min", ahead + 1.5 * hour],
    // From 1 December, 05:00 in Kazakhstan, to the same hour of 1 January; a year, and back over a month of 30 days.
    ["+1mo", ahead + 31 * 24 * hour],
    ["+P1M", ahead + 31 * 24 * hour],
    ["+P1MT1M", ahead + 31 * 24 * hour + hour / 60],
    ["+1y", ahead + 365 * 24 * hour],
    ["+P1Y6M", ahead + 548 * 24 * hour],
    ["-1 month", ahead - 30 * 24 * hour],
    ["real", 0],
    ["reset", 0],
    ["2026-11-22T09:00:00Z", hour],
    ["2026-11-22T14:00:00+05:00", hour],
    ["2026-11-22T14:00", hour],
    ["2026-11-22", -13 * hour],
  ])("%s", (text, offset) => {
    expect(offsetFor(text, demo, real)).toEqual({ ok: true, value: offset });
  });

  test("a month from the 31st ends with the shorter month", () => {
    const last = new Date("2027-01-31T04:00:00Z");
    expect(offsetFor("+1mo", last, real)).toEqual({
      ok: true,
      value: Date.parse("2027-02-28T04:00:00Z") - real.getTime(),
    });
  });

  test.each([
    "",
    "tomorrow",
    "1h",
    "+",
    "+1",
    "+P",
    "+1.5mo",
    "+1 fortnight",
    "+1d and more",
    "+P99999M",
    "2026-02-30",
    "2026-13-01",
    "20261-01-01",
    "+9999999999d",
    "1999-01-01",
  ])("«%s» is not understood", (text) => {
    expect(offsetFor(text, demo, real)).toMatchObject({ ok: false, code: "clock-not-understood" });
  });
});

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
    ["real", 0],
    ["reset", 0],
    ["2026-11-22T09:00:00Z", hour],
    ["2026-11-22T14:00:00+05:00", hour],
    ["2026-11-22T14:00", hour],
    ["2026-11-22", -13 * hour],
  ])("%s", (text, offset) => {
    expect(offsetFor(text, demo, real)).toEqual({ ok: true, value: offset });
  });

  test.each([
    "",
    "tomorrow",
    "1h",
    "+1y",
    "+P1M",
    "+",
    "+1",
    "2026-02-30",
    "2026-13-01",
    "20261-01-01",
    "+9999999999d",
    "1999-01-01",
  ])("«%s» is not understood", (text) => {
    expect(offsetFor(text, demo, real)).toMatchObject({ ok: false, code: "clock-not-understood" });
  });
});

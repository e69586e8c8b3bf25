import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { calendarOf, type WorkingCalendar } from "#lib/calendar/calendar-data.ts";
import rows from "#lib/calendar/data/kazakhstan.json" with { type: "json" };
import {
  calendarEnd,
  calendarFromFile,
  calendarWarnings,
  kazakhstan,
} from "#lib/calendar/kazakhstan.ts";
import { dayOf, isWorkingDay, workingDaysBetween } from "#lib/calendar/working-days.ts";

function daysOff(year: number, calendar: WorkingCalendar): string[] {
  return [...calendar.special]
    .filter(([date, day]) => date.startsWith(String(year)) && !day.working)
    .map(([date]) => date.slice(5))
    .toSorted();
}

describe("the years that came and come", () => {
  test("2025, as the ministry published it and order 436 moved a day", () => {
    expect(daysOff(2025, kazakhstan).join(" ")).toBe(
      "01-01 01-02 01-03 01-07 03-08 03-10 03-21 03-22 03-23 03-24 03-25 05-01 05-07 05-09 06-06 07-06 07-07 08-30 09-01 10-25 10-27 12-16",
    );
    expect(dayOf("2025-01-03", kazakhstan)).toEqual({
      working: false,
      ground: "moved-off",
      name: null,
    });
    expect(isWorkingDay("2025-01-05", kazakhstan)).toBe(true);
    expect(isWorkingDay("2025-05-08", kazakhstan)).toBe(true);
    expect(dayOf("2025-09-01", kazakhstan)).toEqual({
      working: false,
      ground: "in-lieu",
      name: "constitution-day",
    });
  });

  test("2026, in which 30 August ceased to be a holiday", () => {
    expect(daysOff(2026, kazakhstan).join(" ")).toBe(
      "01-01 01-02 01-07 03-08 03-09 03-21 03-22 03-23 03-24 03-25 05-01 05-07 05-09 05-11 05-27 07-06 10-25 10-26 12-16",
    );
    expect(isWorkingDay("2026-08-31", kazakhstan)).toBe(true);
    expect(isWorkingDay("2026-03-16", kazakhstan)).toBe(true);
  });

  test("2027, by the law alone", () => {
    expect(daysOff(2027, kazakhstan).join(" ")).toBe(
      "01-01 01-02 01-04 01-07 03-08 03-15 03-21 03-22 03-23 03-24 05-01 05-03 05-07 05-09 05-10 05-16 07-06 10-25 12-16",
    );
    // A religious day on a Sunday gives nothing (Labour Code, article 84).
    expect(isWorkingDay("2027-05-17", kazakhstan)).toBe(true);
  });

  test.each([
    [2025, 246],
    [2026, 246 + 1],
  ])("%i has the published number of working days", (year, days) => {
    const last = (each: number) => `${String(each)}-12-31`;
    expect(workingDaysBetween(last(year - 1), last(year), kazakhstan)).toBe(days);
  });

  test("an ordinary week", () => {
    const week = ["2026-11-23", "2026-11-27", "2026-11-28", "2026-11-29"];
    expect(week.map((date) => dayOf(date, kazakhstan).ground)).toEqual([
      "weekday",
      "weekday",
      "weekend",
      "weekend",
    ]);
  });
});

describe("a deployer's file", () => {
  const folder = mkdtempSync(join(tmpdir(), "calendar-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const read = (text: string) => {
    const path = join(folder, "calendar.json");
    writeFileSync(path, text);
    return calendarFromFile(path);
  };

  test("replaces ours whole", () => {
    const moved = [
      { off: "2027-05-06", worked: "2027-05-08", confirmed: true, source: "order-436" },
      { off: "2027-12-17", worked: null, confirmed: true, source: "order-436" },
    ];
    const made = read(JSON.stringify({ ...rows, moved }));
    expect(made.ok).toBe(true);
    if (!made.ok) return;
    expect(isWorkingDay("2027-05-06", made.value)).toBe(false);
    expect(isWorkingDay("2027-05-08", made.value)).toBe(true);
    expect(isWorkingDay("2027-12-17", made.value)).toBe(false);
    expect(isWorkingDay("2025-01-03", made.value)).toBe(true);
  });

  test("that is absent or no JSON is said to be so", () => {
    expect(calendarFromFile(join(folder, "none.json"))).toMatchObject({ code: "unreadable" });
    expect(read("{")).toMatchObject({ ok: false, code: "unreadable" });
  });

  const move = { off: "2027-05-06", worked: "2027-05-08", confirmed: true, source: "order-436" };
  test.each([
    ["an unknown field", { ...rows, holidays: [] }, "malformed", "file"],
    [
      "a day that does not exist",
      { ...rows, dated: [{ ...rows.dated[0], date: "2025-02-29" }] },
      "malformed",
      "dated.0.date",
    ],
    [
      "a source without an address of the web",
      { ...rows, sources: { ...rows.sources, order: { title: "x", url: "file:///etc" } } },
      "malformed",
      "sources.order.url",
    ],
    [
      "an entry without a source",
      { ...rows, moved: [{ ...move, source: "rumour" }] },
      "unknown-source",
      "rumour",
    ],
    [
      "a year without Kurban ait",
      { ...rows, years: [{ year: 2028, confirmed: true, source: "law-alone" }] },
      "no-kurban-ait",
      "2028",
    ],
    [
      "a day off that is off",
      { ...rows, moved: [{ ...move, off: "2027-05-10" }] },
      "impossible-move",
      "2027-05-10",
    ],
    [
      "a worked day that is worked",
      { ...rows, moved: [{ ...move, worked: "2027-05-05" }] },
      "impossible-move",
      "2027-05-05",
    ],
    [
      "a holiday that is worked",
      { ...rows, moved: [{ ...move, worked: "2027-05-09" }] },
      "impossible-move",
      "2027-05-09",
    ],
    ["a day moved twice", { ...rows, moved: [move, move] }, "impossible-move", "2027-05-06"],
  ])("with %s is refused", (_, data, code, detail) => {
    expect(calendarOf(data)).toEqual({ ok: false, code, detail });
  });
});

describe("the rule of article 5", () => {
  const at = (yearly: readonly string[], religious: string) => {
    const made = calendarOf({
      ...rows,
      yearly: yearly.map((day) => ({
        name: "day",
        day,
        kind: "holiday",
        from: 2002,
        until: null,
        source: "law-alone",
      })),
      dated: [
        {
          name: "kurban-ait",
          date: religious,
          kind: "religious",
          confirmed: true,
          source: "law-alone",
        },
      ],
      moved: [],
      years: [{ year: 2027, confirmed: true, source: "law-alone" }],
    });
    if (!made.ok) throw new Error(made.detail);
    return made.value;
  };
  const off = (yearly: readonly string[], religious: string) =>
    daysOff(2027, at(yearly, religious)).join(" ");

  test("gives each holiday of a weekend a working day of its own", () => {
    expect(off(["06-05", "06-06"], "2027-01-13")).toBe("01-13 06-05 06-06 06-07 06-08");
  });

  test("passes over holidays and religious days", () => {
    expect(off(["06-06", "06-07"], "2027-06-08")).toBe("06-06 06-07 06-08 06-09");
  });

  test("gives a holiday of a weekend its day even if Kurban ait falls on it", () => {
    expect(off(["06-06"], "2027-06-06")).toBe("06-06 06-07");
    expect(dayOf("2027-06-06", at(["06-06"], "2027-06-06")).ground).toBe("holiday");
  });
});

describe("at start", () => {
  test("a missing year and an unconfirmed one are told", () => {
    const missing = "calendar-year-missing";
    const unconfirmed = "calendar-year-unconfirmed";
    const told = (now: string) => calendarWarnings(kazakhstan, new Date(now));
    expect(told("2025-06-01T00:00:00Z")).toEqual([]);
    expect(told("2026-06-01T00:00:00Z")).toEqual([{ code: unconfirmed, year: 2027 }]);
    expect(told("2027-06-01T00:00:00Z")).toEqual([{ code: unconfirmed, year: 2027 }]);
    // 120 days before the end of the data, and when they have ended.
    expect(told("2027-09-02T18:59:59Z")).toEqual([{ code: unconfirmed, year: 2027 }]);
    expect(told("2027-09-02T19:00:00Z")).toEqual([
      { code: unconfirmed, year: 2027 },
      { code: missing, year: 2028 },
    ]);
    expect(told("2028-01-15T00:00:00Z")).toEqual([{ code: missing, year: 2028 }]);
  });

  test("the data end with the last year that is there", () => {
    const end = (now: string) => calendarEnd(kazakhstan, new Date(now)).toISOString();
    expect(end("2025-06-01T00:00:00Z")).toBe("2027-12-31T18:59:59.999Z");
    expect(end("2027-12-31T18:00:00Z")).toBe("2027-12-31T18:59:59.999Z");
    expect(end("2029-06-01T00:00:00Z")).toBe("2028-12-31T18:59:59.999Z");
  });

  test("the new year begins at midnight of Kazakhstan", () => {
    const years = (now: string) => calendarWarnings(kazakhstan, new Date(now)).length;
    expect(years("2025-12-31T18:59:59Z")).toBe(0);
    expect(years("2025-12-31T19:00:00Z")).toBe(1);
  });
});

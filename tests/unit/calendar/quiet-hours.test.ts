import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { deadlineAfterWorkingDays } from "#lib/calendar/deadlines.ts";
import { kazakhstan } from "#lib/calendar/kazakhstan.ts";
import { localDateOf, startOfDay } from "#lib/calendar/local-date.ts";
import {
  afterQuietHours,
  quietForOthers,
  quietForSms,
  quietHours,
  type QuietHours,
} from "#lib/calendar/quiet-hours.ts";
import { isWorkingDay } from "#lib/calendar/working-days.ts";

/** Times on the wall in Kazakhstan. */
const wall = (text: string) => new Date(`${text.replace(" ", "T")}+05:00`);
const instants = fc.date({
  min: wall("2025-01-01 00:00"),
  max: wall("2027-12-01 00:00"),
  noInvalidDate: true,
});
const times = fc
  .tuple(fc.nat(23), fc.nat(59))
  .map((parts) => parts.map((part) => String(part).padStart(2, "0")).join(":"));
const policies = fc.record({ quietFrom: times, quietTo: times, quietDaysOff: fc.boolean() });

/** Said as people would say it, minute by minute of the wall clock. */
function silent(at: Date, { quietFrom, quietTo, quietDaysOff }: QuietHours): boolean {
  const time = new Date(at.getTime() + 18_000_000).toISOString().slice(11, 16);
  if (quietDaysOff && !isWorkingDay(localDateOf(at), kazakhstan)) return true;
  return quietFrom <= quietTo
    ? time >= quietFrom && time < quietTo
    : time >= quietFrom || time < quietTo;
}

describe("quiet hours", () => {
  test.each([
    ["2026-11-24 12:00", "2026-11-24 12:00"],
    ["2026-11-24 20:59:59.999", "2026-11-24 20:59:59.999"],
    ["2026-11-24 21:00", "2026-11-25 09:00"],
    ["2026-11-25 00:00", "2026-11-25 09:00"],
    ["2026-11-25 08:59:59.999", "2026-11-25 09:00"],
    ["2026-11-27 21:30", "2026-11-30 09:00"],
    ["2026-03-20 22:00", "2026-03-26 09:00"],
    ["2025-01-05 10:00", "2025-01-05 10:00"],
  ])("an SMS of %s goes at %s", (at, goes) => {
    expect(afterQuietHours(wall(at), quietForSms, kazakhstan)).toEqual(wall(goes));
  });

  test("other channels may ring on a Saturday morning, not at night", () => {
    const goes = (at: string) => afterQuietHours(wall(at), quietForOthers, kazakhstan);
    expect(goes("2026-11-28 10:00")).toEqual(wall("2026-11-28 10:00"));
    expect(goes("2026-11-28 23:00")).toEqual(wall("2026-11-29 09:00"));
  });

  test("may lie within a day, or not at all", () => {
    const noon = { quietFrom: "12:00", quietTo: "14:00", quietDaysOff: false };
    const goes = (at: string, policy: QuietHours) => afterQuietHours(wall(at), policy, kazakhstan);
    expect(goes("2026-11-24 12:30", noon)).toEqual(wall("2026-11-24 14:00"));
    expect(goes("2026-11-24 14:00", noon)).toEqual(wall("2026-11-24 14:00"));
    const never = { ...noon, quietTo: "12:00" };
    expect(goes("2026-11-24 12:00", never)).toEqual(wall("2026-11-24 12:00"));
  });

  test("are parameters: hours that exist", () => {
    expect(quietHours.safeParse(quietForSms).success).toBe(true);
    for (const quietFrom of ["24:00", "9:00", "21:60", ""])
      expect(quietHours.safeParse({ ...quietForSms, quietFrom }).success).toBe(false);
  });

  test("end at the first instant that is not silent", () => {
    fc.assert(
      fc.property(instants, policies, (at, policy) => {
        const goes = afterQuietHours(at, policy, kazakhstan);
        expect(goes >= at).toBe(true);
        expect(silent(goes, policy)).toBe(false);
        expect(afterQuietHours(goes, policy, kazakhstan)).toEqual(goes);
        const waited = silent(at, policy);
        expect(goes > at).toBe(waited);
        expect(silent(new Date(goes.getTime() - 1), policy) || !waited).toBe(true);
      }),
    );
  });

  test("let every reminder come before its deadline", () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: 1, max: 10 }), fc.nat(20_000_000), (at, n, late) => {
        const deadline = deadlineAfterWorkingDays(at, n, kazakhstan);
        const lastEvening = startOfDay(localDateOf(deadline)).getTime() + 20 * 3_600_000;
        const reminder = new Date(Math.max(at.getTime(), lastEvening - late * 10));
        expect(afterQuietHours(reminder, quietForSms, kazakhstan) < deadline).toBe(true);
      }),
    );
  });
});

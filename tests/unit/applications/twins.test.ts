import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { judgeMove } from "#lib/applications/move-rules.ts";
import { isAtRest, isLiving, statuses } from "#lib/applications/status.ts";
import { areTwins, bornTogether, type TwinFacts } from "#lib/applications/twins.ts";
import { addDays } from "#lib/calendar/local-date.ts";

const one: TwinFacts = {
  regionId: 1,
  id: "a",
  queueType: "general",
  districtKato: "111000000",
  status: "REGISTERED",
  childId: "aisha",
  birthDate: "2023-03-16",
  applicantId: "mother",
  byGuardian: false,
  representatives: ["mother", "father"],
};
const other: TwinFacts = { ...one, id: "b", childId: "ali" };

describe("twins", () => {
  test("of one family, in one queue, are twins from both sides", () => {
    expect([areTwins(one, other), areTwins(other, one)]).toEqual([true, true]);
  });

  test.each<[string, Partial<TwinFacts>]>([
    ["in another region", { regionId: 2 }],
    ["in another kind of queue", { queueType: "special" }],
    ["in another district", { districtKato: "116000000" }],
    ["whose application is closed", { status: "ENROLLED" }],
    ["whose application was withdrawn", { status: "WITHDRAWN" }],
    ["born five weeks later", { birthDate: "2023-04-20" }],
    ["whose birth nobody knows", { birthDate: null }],
    ["of another applicant with other parents", { applicantId: "aunt", representatives: ["aunt"] }],
    ["of a half of the parents", { applicantId: "father", representatives: ["father"] }],
    ["of a guardian", { applicantId: "guardian", byGuardian: true }],
    ["that is the same child", { childId: "aisha" }],
  ])("are none with one %s", (_, changes) => {
    expect(areTwins(one, { ...other, ...changes })).toBe(false);
  });

  test("each parent may have applied for one of them; nobody is no family", () => {
    expect(areTwins(one, { ...other, applicantId: "father" })).toBe(true);
    const nobody = { applicantId: null, representatives: [] };
    expect(areTwins({ ...one, ...nobody }, { ...other, ...nobody })).toBe(false);
  });

  test("a guardian of both is one applicant", () => {
    const guardian = { applicantId: "guardian", byGuardian: true };
    expect(areTwins({ ...one, ...guardian }, { ...other, ...guardian })).toBe(true);
  });

  test("a month apart is together, a day more is not; February counts as a month", () => {
    expect(bornTogether("2023-03-16", "2023-04-16")).toBe(true);
    expect(bornTogether("2023-04-17", "2023-03-16")).toBe(false);
    expect(bornTogether("2023-01-31", "2023-02-28")).toBe(true);
    expect(bornTogether("2023-01-31", "2023-03-01")).toBe(false);
  });

  test("the order in which they were born does not matter, and 28 days always are a month", () => {
    const day = fc
      .date({ min: new Date("2019-01-01"), max: new Date("2026-12-31"), noInvalidDate: true })
      .map((at) => at.toISOString().slice(0, 10));
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 60 }), (birth, days) => {
        const later = addDays(birth, days);
        expect(bornTogether(birth, later)).toBe(bornTogether(later, birth));
        expect(days > 28 || bornTogether(birth, later)).toBe(true);
        expect(days > 31 && bornTogether(birth, later)).toBe(false);
      }),
    );
  });
});

describe("going over to another district", () => {
  const region = { districts: ["111000000", "116000000"], required: true };
  const standing = { status: "REGISTERED", districtKato: "111000000" };

  test("leads to one of the portal's own, but not where one stands", () => {
    expect(judgeMove(standing, "116000000", region)).toMatchObject({ value: "116000000" });
    expect(judgeMove(standing, "111000000", region)).toMatchObject({ code: "already-there" });
    expect(judgeMove(standing, "271000000", region)).toMatchObject({ code: "unknown-district" });
    expect(judgeMove(standing, "", region)).toMatchObject({ code: "unknown-district" });
  });

  test("is of no use where the region has one queue", () => {
    const whole = { ...region, required: false };
    expect(judgeMove(standing, "116000000", whole)).toMatchObject({ code: "no-districts" });
  });

  test.each(statuses)("%s: only while no place is being given", (status) => {
    const may = judgeMove({ ...standing, status }, "116000000", region).ok;
    expect(may).toBe(isAtRest(status));
    expect(!may || isLiving(status)).toBe(true);
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  interestOf,
  isAskedNow,
  nextStepOf,
  type Standing,
} from "#app/[locale]/[region]/cabinet/applications/_journal/next-step.ts";
import { isAsked } from "#lib/applications/interest.ts";
import { statuses } from "#lib/applications/status.ts";
import { endOfDay, localDateOf } from "#lib/calendar/local-date.ts";

const waiting: Standing = {
  status: "REGISTERED",
  checks: [],
  claims: [],
  interestDueAt: null,
  wishesDue: false,
};

describe("what to do now", () => {
  test("nothing, while the application waits", () => {
    expect(nextStepOf(waiting)).toEqual({ kind: "wait" });
  });

  test("a contradiction comes before a silent register, that before a privilege", () => {
    const all: Standing = {
      ...waiting,
      checks: [
        { kind: "person", state: "passed" },
        { kind: "residence", state: "pending" },
        { kind: "kinship", state: "failed" },
      ],
      claims: [{ category: "orphan", status: "claimed" }],
    };
    expect(nextStepOf(all)).toEqual({ kind: "mend", checks: ["kinship"] });
    const silent = { ...all, checks: all.checks.filter((check) => check.state !== "failed") };
    expect(nextStepOf(silent).kind).toBe("checking");
    expect(nextStepOf({ ...all, checks: [] }).kind).toBe("privilege");
    const settled: Standing = {
      ...all,
      checks: [],
      claims: [{ category: "x", status: "refused" }],
    };
    expect(nextStepOf(settled).kind).toBe("wait");
  });

  test("kindergartens are chosen before anything that is only waited for, and after a contradiction", () => {
    const pending: Standing = {
      ...waiting,
      wishesDue: true,
      checks: [{ kind: "residence", state: "pending" }],
      claims: [{ category: "orphan", status: "claimed" }],
    };
    expect(nextStepOf(pending)).toEqual({ kind: "wishes" });
    const failed: Standing = { ...pending, checks: [{ kind: "kinship", state: "failed" }] };
    expect(nextStepOf(failed).kind).toBe("mend");
  });

  test("the interest, which has a last day, comes before the wishes, which have none", () => {
    const asked = { state: "open", from: "2026-11-01", until: "2026-11-30", daysLeft: 8 } as const;
    expect(isAskedNow({ ...waiting, wishesDue: true }, asked)).toBe(true);
    expect(isAskedNow({ ...waiting, wishesDue: true }, { ...asked, state: "later" })).toBe(false);
  });

  test("never «nothing to do» in a status that came from somebody's decision", () => {
    for (const status of statuses) {
      const { kind } = nextStepOf({ ...waiting, status });
      const expected =
        status === "REGISTERED"
          ? "wait"
          : status === "ENROLLED" || status === "WITHDRAWN"
            ? "ended"
            : "look";
      expect([status, kind]).toEqual([status, expected]);
    }
  });
});

describe("the confirmation of interest", () => {
  const due = endOfDay("2027-11-22");
  const application = { status: "REGISTERED", interestDueAt: due } as const;
  const at = (day: string) => interestOf(application, 30, endOfDay(day));

  test("is announced, asked for, and over", () => {
    expect(at("2026-11-22")).toEqual({
      state: "later",
      from: "2027-10-23",
      until: "2027-11-22",
      daysLeft: 365,
    });
    expect(at("2027-10-22")?.state).toBe("later");
    expect(at("2027-10-23")?.state).toBe("open");
    expect(at("2027-11-22")).toMatchObject({ state: "open", daysLeft: 0 });
    expect(at("2027-11-23")).toMatchObject({ state: "over", daysLeft: -1 });
  });

  test("the day is Kazakhstan's, not Greenwich's", () => {
    const lateEvening = new Date("2027-11-22T18:59:59Z");
    expect(interestOf(application, 30, lateEvening)?.daysLeft).toBe(0);
    expect(interestOf(application, 30, new Date("2027-11-22T19:00:00Z"))?.daysLeft).toBe(-1);
  });

  test("is asked of nobody whose application is closed or has no such day", () => {
    for (const status of statuses) {
      const asked = interestOf({ status, interestDueAt: due }, 30, endOfDay("2027-11-01"));
      expect([status, asked === null]).toEqual([status, !isAsked({ status, gaveWay: false })]);
    }
    expect(interestOf({ ...application, interestDueAt: null }, 30, due)).toBeNull();
  });

  test("is the thing to do only where nothing else waits for the family", () => {
    const standing = { ...waiting, interestDueAt: due };
    const on = (day: string, changes: Partial<Standing> = {}) => {
      const changed = { ...standing, ...changes };
      return isAskedNow(changed, interestOf(changed, 30, endOfDay(day)));
    };
    expect(on("2027-10-22")).toBe(false);
    expect(on("2027-11-22")).toBe(true);
    expect(on("2027-11-22", { checks: [{ kind: "kinship", state: "failed" }] })).toBe(false);
    expect(on("2027-11-22", { status: "RETURNED" })).toBe(false);
  });

  test("open exactly within the window", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -400, max: 400 }),
        fc.integer({ min: 1, max: 365 }),
        (days, window) => {
          const now = new Date(due.getTime() - days * 86_400_000);
          const interest = interestOf(application, window, now);
          expect(interest?.daysLeft).toBe(days);
          expect(interest?.state).toBe(days < 0 ? "over" : days <= window ? "open" : "later");
          expect(interest?.until).toBe(localDateOf(due));
        },
      ),
    );
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { saysYes } from "#lib/applications/answer-by-sms.ts";
import {
  askedStatuses,
  interestState,
  isAsked,
  lastDueOfReminder,
  mayConfirm,
  mayRestore,
  nextInterestDue,
  reminderDue,
  wasAsked,
  whatNext,
} from "#lib/applications/interest.ts";
import { afterEvent, statuses } from "#lib/applications/status.ts";
import { kazakhstan } from "#lib/calendar/kazakhstan.ts";
import { addMonths, endOfDay, localDateOf, startOfDay } from "#lib/calendar/local-date.ts";
import { isWorkingDay } from "#lib/calendar/working-days.ts";

const policy = {
  interestMonths: 12,
  interestWindowDays: 30,
  interestReminderDays: [30, 7, 1],
  interestRestoreDays: 28,
};
const due = endOfDay("2026-11-23");
const waiting = { status: "REGISTERED", gaveWay: false, interestDueAt: due };
const reminded = { remindedDays: 30, removedAt: null };

const minutes = (n: number) => n * 60_000;
/** An instant of the two years around the deadline. */
const around = fc
  .integer({ min: -500 * 1440, max: 200 * 1440 })
  .map((n) => new Date(due.getTime() + minutes(n)));

describe("where the instant stands before the deadline", () => {
  test.each([
    ["2026-10-23", "later"],
    ["2026-10-24", "open"],
    ["2026-11-15", "open"],
    ["2026-11-16", "soon"],
    ["2026-11-23", "soon"],
    ["2026-11-24", "over"],
  ])("on %s it is %s", (day, state) => {
    expect(interestState(due, policy, startOfDay(day))).toBe(state);
    // The last millisecond of a day belongs to it.
    expect(interestState(due, policy, endOfDay(day))).toBe(state);
  });

  test("it goes one way only", () => {
    const order = ["later", "open", "soon", "over"];
    fc.assert(
      fc.property(around, around, (one, other) => {
        const [early, late] = one < other ? [one, other] : [other, one];
        expect(order.indexOf(interestState(due, policy, early))).toBeLessThanOrEqual(
          order.indexOf(interestState(due, policy, late)),
        );
      }),
    );
  });
});

describe("reminders", () => {
  test("each on its day, and the nearest one for who comes late", () => {
    const days = policy.interestReminderDays;
    const on = (day: string, last: number | null) => reminderDue(due, days, last, startOfDay(day));
    expect(on("2026-10-23", null)).toBeNull();
    expect(on("2026-10-24", null)).toBe(30);
    expect(on("2026-10-24", 30)).toBeNull();
    expect(on("2026-11-15", 30)).toBeNull();
    expect(on("2026-11-16", 30)).toBe(7);
    expect(on("2026-11-20", null)).toBe(7);
    expect(on("2026-11-22", 7)).toBe(1);
    expect(on("2026-11-23", null)).toBe(1);
    expect(on("2026-11-23", 1)).toBeNull();
    expect(on("2026-11-24", null)).toBeNull();
  });

  test("whenever the job runs, each goes at most once, in order, and the last one always", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 4 }),
        fc.array(around, { maxLength: 30 }),
        (days, runs) => {
          const sent: number[] = [];
          const always = runs.concat(due).toSorted((a, b) => a.getTime() - b.getTime());
          for (const now of always) {
            const next = reminderDue(due, days, sent.at(-1) ?? null, now);
            if (next !== null) sent.push(next);
          }
          expect(sent).toEqual([...new Set(sent)].toSorted((a, b) => b - a));
          expect(sent.at(-1)).toBe(Math.min(...days));
        },
      ),
    );
  });

  test("the deadline up to which one is due is the last with its day today", () => {
    fc.assert(
      fc.property(around, fc.integer({ min: 0, max: 60 }), (now, days) => {
        const last = lastDueOfReminder(days, now);
        expect(reminderDue(last, [days], null, now)).toBe(days);
        expect(reminderDue(new Date(last.getTime() + 1), [days], null, now)).toBeNull();
      }),
    );
  });
});

describe("the next deadline", () => {
  test("is a year from the former day, and to answer early costs no time", () => {
    const early = nextInterestDue(due, policy, startOfDay("2026-10-24"), kazakhstan);
    const late = nextInterestDue(due, policy, due, kazakhstan);
    expect(localDateOf(early)).toBe("2027-11-23");
    expect(late).toEqual(early);
  });

  test("is the end of a working day, never before its month, never in the past", () => {
    fc.assert(
      fc.property(around, fc.integer({ min: 1, max: 60 }), (now, interestMonths) => {
        const next = nextInterestDue(due, { interestMonths }, now, kazakhstan);
        const day = localDateOf(next);
        expect(next).toEqual(endOfDay(day));
        expect(isWorkingDay(day, kazakhstan)).toBe(true);
        expect(day >= addMonths(localDateOf(due), interestMonths)).toBe(true);
        expect(next > now).toBe(true);
      }),
    );
  });
});

describe("the end", () => {
  const after = new Date(due.getTime() + minutes(1));

  test("nobody is taken off who was not asked", () => {
    const fresh = whatNext(null, policy, after, kazakhstan);
    expect(fresh).toMatchObject({ kind: "ask" });
    expect(whatNext({ remindedDays: null, removedAt: null }, policy, after, kazakhstan)).toEqual(
      fresh,
    );
    // Brought back by an objection: the old reminder does not count a second time.
    expect(whatNext({ ...reminded, removedAt: due }, policy, after, kazakhstan)).toEqual(fresh);
    // Thirty days from the day, a Thursday.
    expect(fresh).toEqual({ kind: "ask", dueAt: endOfDay("2026-12-24") });
  });

  test("who was asked loses the place, and may take it back for four weeks", () => {
    const next = whatNext(reminded, policy, after, kazakhstan);
    expect(next).toEqual({ kind: "remove", restoreUntil: endOfDay("2026-12-22") });
    expect(wasAsked(reminded)).toBe(true);
  });

  test("every status that is asked can be removed; the ones with a nearer question are not asked", () => {
    for (const status of askedStatuses) expect(afterEvent(status, "remove").ok).toBe(true);
    for (const status of ["TURN_CAME", "OFFERED", "REFERRAL_ISSUED", "ENROLLED", "DRAFT"]) {
      expect(isAsked({ status, gaveWay: false })).toBe(false);
    }
    expect(isAsked({ status: "ON_HOLD", gaveWay: true })).toBe(false);
  });
});

describe("whether one can confirm", () => {
  const at = (day: string, changes = {}, asking: Parameters<typeof mayConfirm>[1] = reminded) => {
    const may = mayConfirm({ ...waiting, ...changes }, asking, policy, endOfDay(day));
    return may.ok ? "ok" : may.code;
  };

  test("within the window, by status", () => {
    expect(at("2026-10-23", {}, null)).toBe("too-early");
    // The reminder says «confirm»; a rule that begins to ask later must not make it a lie.
    expect(at("2026-10-23")).toBe("ok");
    expect(at("2026-10-23", {}, { remindedDays: 30, removedAt: due })).toBe("too-early");
    expect(at("2026-10-24")).toBe("ok");
    expect(at("2026-11-23")).toBe("ok");
    expect(at("2026-11-24")).toBe("over");
    expect(at("2026-11-24", {}, null)).toBe("ok");
    expect(at("2026-11-23", { interestDueAt: null })).toBe("not-asked");
    for (const status of statuses) {
      const asked = isAsked({ status, gaveWay: false });
      expect([status, at("2026-11-20", { status })]).toEqual([status, asked ? "ok" : "not-asked"]);
    }
  });
});

describe("whether the old place can be had back", () => {
  const removed = { removedAt: due, restoreUntil: endOfDay("2026-12-22"), restoredAt: null };
  const at = (
    day: string,
    periods: Parameters<typeof mayRestore>[1] = [removed],
    hasOther = false,
    status = "REMOVED",
  ) => {
    const may = mayRestore(status, periods, hasOther, endOfDay(day));
    return may.ok ? "ok" : may.code;
  };

  test("once, within the window, by nobody who stands there already", () => {
    expect(at("2026-11-24")).toBe("ok");
    expect(at("2026-12-22")).toBe("ok");
    expect(at("2026-12-23")).toBe("over");
    expect(at("2026-12-01", [removed], true)).toBe("replaced");
    const before = { ...removed, restoredAt: due };
    expect(at("2026-12-01", [removed, before])).toBe("once-only");
    expect(at("2026-12-01", [before])).toBe("not-removed");
    expect(at("2026-12-01", [removed], false, "WITHDRAWN")).toBe("not-removed");
    expect(at("2026-12-01", [])).toBe("not-removed");
  });
});

test.each([
  ["1", true],
  [" 1. ", true],
  ["Иә", true],
  ["ДА!", true],
  ["да", true],
  ["１", true],
  ["2", false],
  ["нет", false],
  ["11", false],
  ["да нет", false],
  ["", false],
])("«%s» says yes: %s", (text, isYes) => {
  expect(saysYes(text)).toBe(isYes);
});

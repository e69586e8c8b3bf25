import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ageWarnings, firstToldEnd, lastDayByAge, warningDue } from "#lib/applications/age-over.ts";
import { judgeAnswer, judgeAppeal, remedyOf } from "#lib/applications/appeal-rules.ts";
import { decisionKinds } from "#lib/applications/decision.ts";
import { consequencesOf, type FamilyAnswers } from "#lib/applications/news.ts";
import {
  closedByRegister,
  holdGrounds,
  refuseGrounds,
  removeGrounds,
  returnReasons,
} from "#lib/applications/office-grounds.ts";
import { statuses } from "#lib/applications/status.ts";
import { addDays, ageInYears, daysBetween } from "#lib/calendar/local-date.ts";
import { translator } from "#lib/i18n/translate.ts";
import { plainWords } from "#lib/platform/plain-words.ts";
import { queueEventKinds } from "#lib/queue/ledger.ts";
import type { PersonAnswer } from "#lib/registries/ports.ts";

const now = new Date("2027-01-05T05:00:00Z");
const days = (n: number) => new Date(now.getTime() + n * 86_400_000);

describe("the registers' news", () => {
  const answer = fc.constantFrom<PersonAnswer["status"] | "dead" | "elsewhere" | "nowhere">(
    "found",
    "not-found",
    "no-answer",
    "dead",
    "elsewhere",
    "nowhere",
  );
  const told = (what: string): PersonAnswer => {
    if (what === "not-found") return { status: "not-found" };
    if (what === "no-answer") return { status: "no-answer", reason: "down" };
    const kato = what === "elsewhere" ? "750000000" : "111000000";
    const address = { kind: "permanent" as const, kato, addressKk: "", addressRu: "" };
    const name = { surname: "КИМ", givenName: "АРТЁМ", patronymic: null };
    const facts = { iin: "230315590008", birthDate: "2023-03-15", sex: "male" as const };
    return {
      status: "found",
      person: {
        ...name,
        ...facts,
        registration: what === "nowhere" ? null : address,
        deathDate: what === "dead" ? "2026-11-01" : null,
      },
    };
  };
  const families = fc.record({
    applicant: fc.option(answer),
    child: answer,
    residenceMatters: fc.boolean(),
    applicantGone: fc.boolean(),
    movedDueAt: fc.option(fc.constantFrom(days(-1), days(0), days(1))),
  });
  const decide = (family: {
    applicant: string | null;
    child: string;
    residenceMatters: boolean;
    applicantGone: boolean;
    movedDueAt: Date | null;
  }) => {
    const answers: FamilyAnswers = {
      ...family,
      applicant: family.applicant === null ? null : told(family.applicant),
      child: told(family.child),
      serves: (kato) => kato.startsWith("111"),
    };
    return consequencesOf(answers, now);
  };
  const isSilent = (what: string | null) => what === "no-answer" || what === "not-found";

  test("a silent register, or one that knows nobody, takes nobody off and warns nobody", () => {
    fc.assert(
      fc.property(families, (family) => {
        fc.pre(isSilent(family.child) || isSilent(family.applicant));
        fc.pre(family.child !== "dead");
        const found = decide(family);
        expect(found).not.toContain("remove");
        expect(found).not.toContain("warn");
        expect(found).not.toContain("close");
      }),
    );
  });

  test("whoever is taken off for moving was warned, the days are over, and nobody lives here", () => {
    fc.assert(
      fc.property(families, (family) => {
        fc.pre(decide(family).includes("remove"));
        expect(family.movedDueAt?.getTime()).toBeLessThanOrEqual(now.getTime());
        expect(family.residenceMatters).toBe(true);
        expect([family.applicant, family.child]).not.toContain("found");
      }),
    );
  });

  test("a child's death stands alone, an applicant's death never takes a child off", () => {
    fc.assert(
      fc.property(families, (family) => {
        const found = decide(family);
        expect(found.includes("close")).toBe(family.child === "dead");
        expect(found.includes("close") ? found : []).toHaveLength(found.includes("close") ? 1 : 0);
        const tells = family.applicant === "dead" && !family.applicantGone;
        expect(found.includes("tell-other")).toBe(tells && family.child !== "dead");
      }),
    );
  });

  test("the same news twice are the same, and a warning is given once", () => {
    fc.assert(
      fc.property(families, (any) => {
        // Few of any families would be warned, and fast-check gives up after too many others.
        const family = { ...any, residenceMatters: true, movedDueAt: null };
        fc.pre(decide(family).includes("warn"));
        expect(decide({ ...family, movedDueAt: days(30) })).not.toContain("warn");
      }),
    );
  });
});

describe("the end by age", () => {
  const date = fc.integer({ min: 0, max: 9_000 }).map((n) => addDays("2015-01-01", n));

  test("is the day before the birthday, also of 29 February", () => {
    expect(lastDayByAge("2023-03-15", 6)).toBe("2029-03-14");
    expect(lastDayByAge("2024-02-29", 6)).toBe("2030-02-28");
    expect(lastDayByAge("2024-02-29", 4)).toBe("2028-02-28");
    fc.assert(
      fc.property(date, fc.integer({ min: 1, max: 18 }), (birth, limit) => {
        const last = lastDayByAge(birth, limit);
        expect(ageInYears(birth, last)).toBeLessThan(limit);
        expect(ageInYears(birth, addDays(last, 1))).toBe(limit);
      }),
    );
  });

  test("is told a week before it at least, and never earlier than the law says", () => {
    fc.assert(
      fc.property(date, date, (lastDay, today) => {
        const told = firstToldEnd(lastDay, today);
        expect(daysBetween(today, told)).toBeGreaterThanOrEqual(7);
        expect(told >= lastDay).toBe(true);
      }),
    );
  });

  test("each day belongs to the nearest warning that has come", () => {
    expect([61, 60, 31, 30, 8, 7, 0].map(warningDue)).toEqual([null, 60, 60, 30, 30, 7, 7]);
    fc.assert(
      fc.property(fc.integer({ min: -5, max: 90 }), (left) => {
        const due = warningDue(left);
        expect(due === null).toBe(left > ageWarnings[0]);
      }),
    );
  });
});

describe("an objection", () => {
  test("is open against every decision, once, until its last instant", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...queueEventKinds),
        fc.boolean(),
        fc.integer({ min: -2, max: 2 }),
        (kind, appealed, ms) => {
          const appealUntil = new Date(now.getTime() + ms);
          const judged = judgeAppeal({ kind, appealUntil, appealed }, now);
          const isOpen = decisionKinds.some((each) => each === kind) && !appealed && ms >= 0;
          expect(judged.ok).toBe(isOpen);
        },
      ),
    );
  });

  test("is never answered by whoever decided; what the portal decided, by anybody", () => {
    fc.assert(
      fc.property(fc.option(fc.uuid()), fc.uuid(), (decidedBy, answeredBy) => {
        expect(judgeAnswer(decidedBy, answeredBy).ok).toBe(decidedBy !== answeredBy);
        expect(judgeAnswer(answeredBy, answeredBy).ok).toBe(false);
        expect(judgeAnswer(null, answeredBy).ok).toBe(true);
      }),
    );
  });

  test("upheld undoes only what is in force", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...queueEventKinds),
        fc.constantFrom(...statuses),
        fc.boolean(),
        fc.option(fc.constantFrom("correction-missed", "hold-papers")),
        (kind, status, isLast, heldFor) => {
          const remedy = remedyOf({ kind, isLast, status, heldFor });
          const needs = {
            restore: ["REFUSED", "REMOVED"],
            release: ["ON_HOLD"],
            "end-return": ["RETURNED"],
            "confirm-privilege": statuses,
            none: statuses,
          }[remedy];
          expect(needs).toContain(status);
          expect(isLast || remedy === "none").toBe(true);
        },
      ),
    );
  });
});

describe("words", () => {
  test("of every ground and reason are there", () => {
    const { has } = translator("kk");
    const grounds = [
      ...holdGrounds,
      ...refuseGrounds,
      ...removeGrounds,
      closedByRegister,
      "office-return",
      "correction",
      "correction-missed",
      "hold-over",
      "office-release",
      "office-restore",
      "office-move",
      "former-region",
      "register-news",
      "appeal",
      "appeal-upheld",
      "appeal-refused",
    ].map((ground) => `journal.ground.${ground}`);
    const reasons = returnReasons.map((reason) => `correction.reason.${reason}`);
    expect([...grounds, ...reasons].filter((key) => !has(key))).toEqual([]);
  });

  test("of a person lose what cannot be seen and keep the rest, also when cleaned twice", () => {
    expect(plainWords(" \u202eabc\u0007\u200b\r\n\r\n\r\n\r\nқазақ   сөз \u2028 ё ")).toBe(
      "abc\n\nқазақ сөз\nё",
    );
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (typed) => {
        const once = plainWords(typed);
        expect(plainWords(once)).toBe(once);
        expect(once).not.toMatch(/[^\P{C}\n]/u);
      }),
    );
  });
});

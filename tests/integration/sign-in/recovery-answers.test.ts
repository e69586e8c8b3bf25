import { and, eq, isNull } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { auditEntry } from "#db/schema/audit.ts";
import { message } from "#db/schema/notifications.ts";
import { contact } from "#db/schema/people.ts";
import { recoveryAttempt, recoveryBlock } from "#db/schema/sign-in.ts";
import { newId, newSecret } from "#lib/platform/ids.ts";
import { recoverySubject } from "#lib/sign-in/recovery-attempts.ts";
import { sourceLimits } from "#lib/sign-in/recovery-limits.ts";
import { recoveryState } from "#lib/sign-in/recovery-state.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { later, now } from "./gate.ts";
import {
  aigerim,
  answer,
  answersOfGulnar,
  ayala,
  claimOf,
  daniyar,
  enrol,
  giveContacts,
  gulnar,
  herPhone,
  messagesTo,
  nobody,
  registers,
  rightAnswersOf,
  settleFamilies,
  type Street,
} from "./recovery-family.ts";

useTestDatabase();

const questions = (left: number) => ({ step: "questions", left, late: false });

let street: Street;
beforeAll(async () => {
  street = await settleFamilies();
});
beforeEach(async () => {
  for (const table of [recoveryAttempt, recoveryBlock, message, contact]) await db().delete(table);
});

const wrongYear = { ...rightAnswersOf, year: "2022" };
const attempts = async (iin = aigerim) =>
  db()
    .select()
    .from(recoveryAttempt)
    .where(eq(recoveryAttempt.subject, recoverySubject(iin)));
const blocks = async (iin = aigerim) =>
  db()
    .select()
    .from(recoveryBlock)
    .where(and(eq(recoveryBlock.subject, recoverySubject(iin)), isNull(recoveryBlock.liftedAt)));

describe("right answers", () => {
  test.each([
    ["as they stand", {}],
    ["with spaces and № around the number", { certificate: " № 1203 456 " }],
    ["with grouped numbers", { childIin: "220720 690004", parent1: "870612-490009" }],
    ["with the parents the other way round", { parent1: daniyar, parent2: aigerim }],
  ])("%s", async (_, changes) => {
    const claim = claimOf(street.oral.id, { typed: { ...rightAnswersOf, ...changes } });
    expect(await answer(claim)).toMatchObject({ ok: true });
    expect(await recoveryState(claim, now)).toEqual({ step: "phone" });
    // Of this browser only.
    const other = { ...claim, browserSecret: newSecret() };
    expect(await recoveryState(other, now)).toEqual(questions(3));
    const tooLate = { step: "questions", left: 3, late: true };
    expect(await recoveryState(claim, later(31 * 60))).toEqual(tooLate);
    expect(await recoveryState(other, later(31 * 60))).toMatchObject({ late: false });
  });

  test.each([
    "I-АБ № 123987",
    "i-aб №123987",
    "I AБ 123987",
    "123987",
    "ІАБ123987",
    "l-АБ № 0123987",
  ])("of a certificate of the old form, typed as «%s»", async (certificate) => {
    const typed = { ...answersOfGulnar, certificate };
    expect(await answer(claimOf(street.oral.id, { iin: gulnar, typed }))).toMatchObject({
      ok: true,
    });
  });

  test("of the second parent, who has no application of his own", async () => {
    expect(await answer(claimOf(street.oral.id, { iin: daniyar }))).toMatchObject({ ok: true });
  });

  test("leave the earlier slips behind", async () => {
    for (let n = 0; n < 2; n += 1) await answer(claimOf(street.oral.id, { typed: wrongYear }));
    expect(await answer(claimOf(street.oral.id), later(1))).toMatchObject({ ok: true });
    const claim = claimOf(street.oral.id);
    expect(await recoveryState(claim, later(2))).toEqual(questions(3));
  });
});

describe("wrong answers", () => {
  const cases = [
    ["another child", { childIin: "230316690004" }],
    ["a child nobody knows", { childIin: nobody }],
    ["another certificate", { certificate: "1203457" }],
    ["a series that the certificate has not", { certificate: "I-АБ № 9203456" }],
    ["another first parent", { parent1: "910925490000" }],
    ["another second parent", { parent2: "880729390000" }],
    ["a second parent left out", { parent2: "" }],
    ["the other place", { where: "attends" }],
    ["another year", { year: "2022" }],
  ] as const;

  test.each(cases)("%s: the same answer, the same traces", async (_, changes) => {
    const typed = { ...rightAnswersOf, ...changes };
    const said = await answer(claimOf(street.oral.id, { typed }));
    expect(said).toEqual({ ok: false, code: "wrong", detail: { left: 2 } });
    expect((await attempts()).map((row) => row.outcome)).toEqual(["wrong"]);
  });

  test("all wrong at once is no worse than one", async () => {
    const typed = Object.assign({}, rightAnswersOf, ...cases.map(([, changes]) => changes));
    const said = await answer(claimOf(street.oral.id, { typed }));
    expect(said).toEqual({ ok: false, code: "wrong", detail: { left: 2 } });
  });

  test("right ones of a family for the IIN of a stranger", async () => {
    const said = await answer(claimOf(street.oral.id, { iin: "910925490000" }));
    expect(said).toMatchObject({ ok: false, code: "wrong" });
  });

  test("right ones in a region where the child does not stand", async () => {
    expect(await answer(claimOf(street.akmola.id))).toMatchObject({ ok: false, code: "wrong" });
  });

  test("a shape that cannot be right costs nothing and says nothing of the truth", async () => {
    const typed = {
      ...rightAnswersOf,
      childIin: "2207",
      certificate: "?",
      parent1: "",
      year: "1999",
    };
    const said = await answer(claimOf(street.oral.id, { typed }));
    expect(said).toMatchObject({
      code: "invalid",
      detail: [
        { field: "childIin", code: "iin-length", n: 4 },
        { field: "certificate", code: "certificate-shape" },
        { field: "parent1", code: "required" },
        { field: "year", code: "not-in-list" },
      ],
    });
    expect(await attempts()).toEqual([]);
  });
});

describe("where the child stands", () => {
  test("attends, since the year of the enrolment; a closed application is neither", async () => {
    await enrol(street, new Date("2025-09-01T08:00:00+05:00"));
    const asked = (where: string, year: string) =>
      answer(claimOf(street.oral.id, { typed: { ...rightAnswersOf, where, year } }), later(1));
    expect(await asked("attends", "2025")).toMatchObject({ ok: true });
    expect(await asked("queue", "2023")).toMatchObject({ ok: false, code: "wrong" });
    expect(await asked("attends", "2023")).toMatchObject({ ok: false, code: "wrong" });
    await db().execute(
      `update application set status = 'WITHDRAWN' where id = '${street.applicationId}'`,
    );
    expect(await asked("attends", "2025")).toMatchObject({ ok: false });
    await db().execute(
      `update application set status = 'REGISTERED' where id = '${street.applicationId}'`,
    );
  });
});

describe("three failures", () => {
  const fail3 = async (iin = aigerim) => {
    const said = [];
    for (let n = 0; n < 3; n += 1) {
      said.push(await answer(claimOf(street.oral.id, { iin, typed: wrongYear }), later(n)));
    }
    return said.map((each) => (each.ok ? "ok" : [each.code, each.detail]));
  };
  const three = [2, 1, 0].map((left) => ["wrong", { left }]);

  test("close the way by answers; even right ones come too late", async () => {
    expect(await fail3()).toEqual(three);
    expect(await answer(claimOf(street.oral.id), later(9))).toMatchObject({ code: "blocked" });
    expect(await attempts()).toHaveLength(3);
    expect(await blocks()).toHaveLength(1);
    expect(await recoveryState(claimOf(street.oral.id), now)).toEqual({ step: "blocked" });
    // In every region: the person is one.
    expect(await answer(claimOf(street.akmola.id), later(9))).toMatchObject({ code: "blocked" });
  });

  test("of an IIN that nobody has look the same, step by step", async () => {
    expect(await fail3(nobody)).toEqual(three);
    const typed = rightAnswersOf;
    const said = await answer(claimOf(street.oral.id, { iin: nobody, typed }), later(9));
    expect(said).toMatchObject({ code: "blocked" });
    expect(await blocks(nobody)).toHaveLength(1);
    expect(await recoveryState(claimOf(street.oral.id, { iin: nobody }), now)).toEqual({
      step: "blocked",
    });
  });

  test("from several connections at once: never more than three comparisons", async () => {
    let asked = 0;
    const counting = registers();
    const births = {
      birthOf: async (iin: string) => {
        asked += 1;
        return counting.births.birthOf(iin);
      },
    };
    // A child the register does not know is asked for anew each time.
    const typed = { ...rightAnswersOf, childIin: nobody };
    const said = await Promise.all(
      Array.from({ length: 30 }, () =>
        answer(claimOf(street.oral.id, { typed }), now, { ...counting, births }),
      ),
    );
    expect(asked).toBe(3);
    const codes = said.map((each) => (each.ok ? "ok" : each.code));
    expect(codes.filter((code) => code === "wrong")).toHaveLength(3);
    expect(new Set(codes)).toEqual(
      new Set(["wrong", "busy", "blocked"].filter((c) => codes.some((d) => d === c))),
    );
    expect(await blocks()).toHaveLength(1);
  });

  test("count those whose process died before it compared", async () => {
    const subject = recoverySubject(aigerim);
    for (let n = 0; n < 3; n += 1) {
      await db()
        .insert(recoveryAttempt)
        .values({
          id: newId(),
          regionId: street.oral.id,
          subject,
          source: "0".repeat(64),
          browserHash: "0".repeat(64),
          key: newId(),
          at: now,
          outcome: "open",
        });
    }
    expect(await answer(claimOf(street.oral.id), later(1))).toMatchObject({ code: "busy" });
    expect(await answer(claimOf(street.oral.id), later(61))).toMatchObject({ code: "blocked" });
  });

  test("older than a year are forgotten", async () => {
    for (let n = 0; n < 2; n += 1) await answer(claimOf(street.oral.id, { typed: wrongYear }));
    const claim = claimOf(street.oral.id);
    expect(await recoveryState(claim, later(364 * 86_400))).toEqual(questions(1));
    expect(await recoveryState(claim, later(366 * 86_400))).toEqual(questions(3));
  });
});

describe("a form sent twice", () => {
  test("is one attempt, and both get its answer", async () => {
    const claim = claimOf(street.oral.id, { typed: wrongYear });
    const said = await Promise.all([answer(claim), answer(claim), answer(claim)]);
    for (const each of said) expect(each).toMatchObject({ code: "wrong", detail: { left: 2 } });
    expect(await attempts()).toHaveLength(1);
    const good = claimOf(street.oral.id);
    expect(await Promise.all([answer(good), answer(good)])).toMatchObject([
      { ok: true },
      { ok: true },
    ]);
  });

  test("with the key of another browser gets nothing", async () => {
    const claim = claimOf(street.oral.id);
    await answer(claim);
    expect(await answer({ ...claim, browserSecret: newSecret() })).toMatchObject({ code: "stale" });
    expect(await answer({ ...claim, iin: nobody })).toMatchObject({ code: "stale" });
  });
});

describe("a silent register", () => {
  test.each([{ kind: "down" }, { kind: "silent" }] as const)(
    "(%o) burns no attempt",
    async (mode) => {
      // Asked for again only after half a minute, as everywhere.
      const child = "211130590001";
      const typed = { ...rightAnswersOf, childIin: child };
      const said = await answer(
        claimOf(street.oral.id, { iin: "890117390005", typed }),
        later(3_600),
        registers(mode),
      );
      expect(said).toMatchObject({ ok: false, code: "no-answer" });
      const claim = claimOf(street.oral.id, { iin: "890117390005" });
      expect(await recoveryState(claim, later(3_601))).toEqual(questions(3));
    },
  );
});

describe("the owner", () => {
  test("is told by every channel at the first wrong answer of a day, and at the block", async () => {
    await giveContacts("mother@example.kz", "+77011110000");
    for (let n = 0; n < 3; n += 1)
      await answer(claimOf(street.oral.id, { typed: wrongYear }), later(n));
    for (const to of [herPhone, "+77011110000", "mother@example.kz"]) {
      const told = (await messagesTo(to)).map((each) => each.template).toSorted();
      expect(told).toEqual(["recovery-blocked", "recovery-tried"]);
    }
  });

  test("of an IIN without a cabinet is nobody", async () => {
    await answer(claimOf(street.oral.id, { iin: nobody, typed: wrongYear }));
    expect(await db().select().from(message)).toEqual([]);
  });

  test("finds every attempt in the audit record, without the answers", async () => {
    await answer(claimOf(street.oral.id, { typed: wrongYear, requestId: "request-of-attempt" }));
    const [row] = await db()
      .select()
      .from(auditEntry)
      .where(eq(auditEntry.requestId, "request-of-attempt"));
    expect(row).toMatchObject({ subjectKind: "recovery-attempt", detail: { outcome: "wrong" } });
    const kept = JSON.stringify([row, await attempts()]);
    for (const secret of [aigerim, ayala, daniyar, "1203456"]) expect(kept).not.toContain(secret);
  });
});

describe("one network", () => {
  test("is held back whatever IINs it asks for, and only it", async () => {
    const [hour] = sourceLimits;
    const from = (address: string, iin: string) =>
      answer(claimOf(street.oral.id, { iin, address, typed: wrongYear }), later(7_200));
    for (let n = 0; n < hour.limit.count; n += 1) {
      const iin = `9001013${String(n).padStart(5, "0")}`;
      expect(await from("203.0.113.9", iin)).toMatchObject({ code: "wrong" });
    }
    expect(await from("203.0.113.9", aigerim)).toMatchObject({
      code: "too-many",
      detail: { seconds: expect.toSatisfy((seconds: number) => seconds > 0) },
    });
    expect(await attempts()).toEqual([]);
    expect(await from("203.0.113.10", aigerim)).toMatchObject({ code: "wrong" });
  });
});

import { eq, sql } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { application } from "#db/schema/applications.ts";
import { auditEntry } from "#db/schema/audit.ts";
import { interestPeriod } from "#db/schema/interest.ts";
import { message } from "#db/schema/notifications.ts";
import { decision } from "#db/schema/office.ts";
import {
  confirmByLink,
  confirmInterest,
  interestByToken,
} from "#lib/applications/confirm-interest.ts";
import { interestStanding } from "#lib/applications/interest-views.ts";
import { restoreInterest } from "#lib/applications/restore-interest.ts";
import { watchInterest } from "#lib/applications/watch-interest.ts";
import { addDays, endOfDay, localDateOf, startOfDay } from "#lib/calendar/local-date.ts";
import { interestToken } from "#lib/notifications/interest-link.ts";
import { writeMessage } from "#lib/notifications/write-message.ts";
import { checkLedger } from "#lib/queue/check-ledger.ts";
import { portalById } from "#lib/regions/views.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { type Household, settle } from "../documents/household.ts";
import {
  applicationOf,
  as,
  type AskedFamily,
  eventsOf,
  nextPhone,
  saidOf,
  somebody,
  standing,
} from "./asked-family.ts";

useTestDatabase();

const due = "2026-11-23";
const noon = (day: string) => new Date(startOfDay(day).getTime() + 12 * 3_600_000);
let house: Household;
beforeAll(async () => {
  house = await settle();
});
beforeEach(async () => {
  // Each test has its own families; those of the others are asked no more.
  await db().update(application).set({ interestDueAt: null });
});

const confirm = (
  family: AskedFamily,
  who = family.mother,
  at = noon("2026-11-01"),
  changes: Parameters<typeof as>[1] = {},
) => {
  const { regionId, number, dueAt } = family;
  return confirmInterest(as(who, changes), { regionId, number, dueAt, requestId: "r" }, at);
};
const restore = (family: AskedFamily, at: Date, who = family.mother) =>
  restoreInterest(
    as(who),
    { regionId: family.regionId, number: family.number, requestId: null },
    at,
  );
const dayOf = async (family: AskedFamily) =>
  localDateOf((await applicationOf(family)).interestDueAt ?? new Date(0));

describe("confirming in the cabinet", () => {
  test("gives a year from the former day, once, and tells the other representative", async () => {
    const fatherPhone = nextPhone();
    const father = await somebody({ phone: fatherPhone });
    const family = await standing(house.oral, { due, father });
    expect(await confirm(family)).toMatchObject({ ok: true, value: { isNew: true } });
    expect(await dayOf(family)).toBe("2027-11-23");
    // The page of before, sent again, and the other parent at the same time.
    expect(await confirm(family)).toMatchObject({ ok: true, value: { isNew: false } });
    expect(await confirm(family, father)).toMatchObject({ ok: true, value: { isNew: false } });
    expect(await eventsOf(family)).toEqual(["interest-confirmed"]);
    expect(await saidOf(family)).toEqual([`interest-confirmed sms ${fatherPhone}`]);
    expect(await applicationOf(family)).toMatchObject({ status: "REGISTERED", version: 2 });
    const audits = await db()
      .select()
      .from(auditEntry)
      .where(eq(auditEntry.subjectId, family.applicationId));
    expect(audits).toMatchObject([
      { action: "interest.confirm", role: "parent", personId: family.mother, requestId: "r" },
    ]);
  });

  test("of two at the very same time one writes", async () => {
    const family = await standing(house.oral, { due, father: await somebody() });
    const both = await Promise.all([
      confirm(family),
      confirm(family, family.father ?? ""),
      confirmByLink(
        {
          regionId: house.oral,
          token: interestToken(family),
          locale: "kk",
          requestId: null,
        },
        noon("2026-11-01"),
      ),
    ]);
    // The link works once the reminder has gone or somebody has answered.
    expect(both.filter((each) => each.ok && each.value.isNew)).toHaveLength(1);
    expect(await eventsOf(family)).toEqual(["interest-confirmed"]);
    expect(await dayOf(family)).toBe("2027-11-23");
  });

  test("is refused to who is not the family, too light, too early or too late", async () => {
    const family = await standing(house.oral, { due });
    const code = async (answer: ReturnType<typeof confirm>) => {
      const given = await answer;
      return given.ok ? "ok" : given.code;
    };
    const stranger = await somebody();
    expect(await code(confirm(family, stranger))).toBe("not-yours");
    expect(await code(confirm({ ...family, regionId: house.akmola }))).toBe("not-yours");
    expect(await code(confirm(family, family.mother, undefined, { onHold: true }))).toBe(
      "too-light",
    );
    const officer = { roles: [{ role: "officer" as const, regionId: house.oral }] };
    expect(await code(confirm(family, stranger, undefined, officer))).toBe("not-yours");
    expect(await code(confirm(family, family.mother, noon("2026-10-23")))).toBe("too-early");
    await db()
      .update(application)
      .set({ status: "OFFERED" })
      .where(eq(application.id, family.applicationId));
    expect(await code(confirm(family))).toBe("not-asked");
    expect(await eventsOf(family)).toEqual([]);
    expect(await saidOf(family)).toEqual([]);
  });
});

describe("the link of a reminder", () => {
  const open = async (family: AskedFamily, at: Date) =>
    (await interestByToken(interestToken(family), at))?.state ?? null;
  const answer = (family: AskedFamily, at: Date, regionId = house.oral) =>
    confirmByLink({ regionId, token: interestToken(family), locale: "kk", requestId: null }, at);

  test("stands in the message, names nobody, and keeps the place", async () => {
    const phone = nextPhone();
    const father = await somebody({ phone, email: "f@example.kz" });
    const family = await standing(house.oral, { due, father });
    expect(await open(family, noon("2026-10-24"))).toBeNull();
    await watchInterest(noon("2026-10-24"));
    const rows = await db().select().from(message).where(eq(message.personId, father));
    const portal = await portalById(house.oral);
    const texts = rows.map((row) => writeMessage(row, portal).text);
    const token = interestToken(family);
    expect(texts.filter((text) => text.includes(`/i/${token}`))).toHaveLength(1);
    expect(texts.filter((text) => text.includes(`/ru/oral/interest/${token}`))).toHaveLength(1);
    expect(JSON.stringify(rows.map((row) => row.params))).not.toContain(token);
    const [kept] = await db()
      .select()
      .from(interestPeriod)
      .where(eq(interestPeriod.applicationId, family.applicationId));
    expect(JSON.stringify(kept)).not.toContain(token);

    const seen = await interestByToken(token, noon("2026-11-01"));
    expect(seen).toMatchObject({ state: "open", numberEnd: family.number.slice(-4) });
    // Scanners look as often as they like.
    expect(await eventsOf(family)).toEqual([]);
    expect(await answer(family, noon("2026-11-01"), house.akmola)).toMatchObject({
      code: "unknown",
    });
    expect(await answer(family, noon("2026-11-01"))).toMatchObject({ ok: true });
    expect(await answer(family, noon("2026-11-02"))).toMatchObject({
      ok: true,
      value: { isNew: false },
    });
    expect(await open(family, noon("2026-11-02"))).toBe("done");
    expect(await open(family, noon("2026-11-24"))).toBe("over");
    expect(await eventsOf(family)).toEqual(["interest-confirmed"]);
    const told = (await saidOf(family)).filter((line) => line.startsWith("interest-confirmed"));
    // Nobody knows who has answered: both hear of it.
    expect(told).toHaveLength(4);
  });

  test("confirms its own period and no other, and not after its day", async () => {
    const family = await standing(house.oral, { due });
    await watchInterest(noon("2026-10-24"));
    await confirm(family);
    const nextYear = noon("2027-11-01");
    expect(await answer(family, nextYear)).toMatchObject({ ok: true, value: { isNew: false } });
    expect(await dayOf(family)).toBe("2027-11-23");
    const late = await standing(house.oral, { due });
    await watchInterest(noon("2026-10-24"));
    expect(await answer(late, noon("2026-11-24"))).toMatchObject({ code: "over" });
    for (const token of ["", "00000000000", "../../../x", "z".repeat(64)]) {
      expect(await interestByToken(token, noon("2026-11-01"))).toBeNull();
      const order = { regionId: house.oral, token, locale: "kk" as const, requestId: null };
      expect(await confirmByLink(order, noon("2026-11-01"))).toMatchObject({ code: "unknown" });
    }
  });
});

describe("reminding", () => {
  test("30, 7 and 1 days before, on every channel, both representatives, once", async () => {
    const [one, two] = [nextPhone(), nextPhone()];
    const mother = await somebody({ phone: one, email: "mother@example.kz" });
    const father = await somebody({ phone: two, email: "father@example.kz" });
    const family = await standing(house.oral, { due, mother, father });
    const each = [
      `interest email father@example.kz`,
      `interest email mother@example.kz`,
      `interest sms ${one}`,
      `interest sms ${two}`,
    ].toSorted();
    const counts: number[] = [];
    for (let day = "2026-10-20"; day <= due; day = addDays(day, 1)) {
      await watchInterest(startOfDay(day));
      await watchInterest(noon(day));
      counts.push((await saidOf(family)).length);
    }
    expect([...new Set(counts)]).toEqual([0, 4, 8, 12]);
    expect(counts.filter((n) => n === 4)).toHaveLength(23);
    expect(counts.filter((n) => n === 12)).toHaveLength(2);
    expect(await saidOf(family)).toEqual([...each, ...each, ...each].toSorted());
    const rows = await db().select().from(message).where(eq(message.recipient, one));
    expect(rows.map((row) => row.expiresAt)).toEqual(rows.map(() => endOfDay(due)));
    expect(new Set(rows.map((row) => row.cause)).size).toBe(3);
  });

  test("one who comes late hears the nearest one, one who has answered none", async () => {
    const late = await standing(house.oral, { due });
    const answered = await standing(house.oral, { due });
    await confirm(answered);
    expect(await watchInterest(noon("2026-11-20"))).toMatchObject({ reminded: 1 });
    expect(await saidOf(late)).toHaveLength(2);
    expect(await watchInterest(noon("2026-11-20"))).toMatchObject({ reminded: 0 });
    expect(await saidOf(answered)).toEqual([]);
  });

  test("asks nobody who gave way, has an offer, or is closed", async () => {
    await standing(house.oral, { due, status: "OFFERED" });
    await standing(house.oral, { due, status: "ON_HOLD", gaveWay: true });
    await standing(house.oral, { due, status: "WITHDRAWN" });
    await standing(house.oral, { due, status: "ON_HOLD" });
    expect(await watchInterest(noon("2026-11-20"))).toMatchObject({ reminded: 1 });
    expect(await watchInterest(noon("2026-11-24"))).toMatchObject({ removed: 1 });
  });
});

describe("the day passes", () => {
  const asked = async (changes = {}) => {
    const family = await standing(house.oral, { due, ...changes });
    await watchInterest(noon("2026-11-16"));
    return family;
  };

  test("who was asked is taken off a minute later, with notice and the way to object", async () => {
    const family = await asked();
    expect(await watchInterest(endOfDay(due))).toMatchObject({ removed: 0 });
    expect(await watchInterest(startOfDay("2026-11-24"))).toMatchObject({ removed: 1 });
    expect(await watchInterest(startOfDay("2026-11-24"))).toMatchObject({ removed: 0 });
    expect(await applicationOf(family)).toMatchObject({ status: "REMOVED" });
    expect(await eventsOf(family)).toEqual(["removed"]);
    const said = (await saidOf(family)).filter((line) => line.startsWith("interest-removed"));
    expect(said).toHaveLength(2);
    const decisions = await db()
      .select()
      .from(decision)
      .where(eq(decision.applicationId, family.applicationId));
    expect(decisions).toHaveLength(1);
    expect((await checkLedger(house.oral)).differences).toEqual([]);
  });

  test("who was not asked gets a window instead, and its reminder at once", async () => {
    const family = await standing(house.oral, { due, status: "OFFERED" });
    await watchInterest(noon("2026-11-16"));
    await db()
      .update(application)
      .set({ status: "REGISTERED" })
      .where(eq(application.id, family.applicationId));
    expect(await watchInterest(noon("2026-12-10"))).toEqual({ reminded: 0, removed: 0, asked: 1 });
    const day = await dayOf(family);
    expect(day >= "2027-01-09").toBe(true);
    await watchInterest(noon(addDays(day, -30)));
    expect(await saidOf(family)).toHaveLength(2);
    expect(await eventsOf(family)).toEqual([]);
  });

  test("several hundred on one day, with two workers, each once", async () => {
    const mother = await somebody({ phone: nextPhone() });
    const families: AskedFamily[] = [];
    for (let n = 0; n < 300; n += 1) {
      families.push(await standing(house.oral, { due, mother }));
    }
    const [one, two] = await Promise.all([
      watchInterest(noon("2026-11-16")),
      watchInterest(noon("2026-11-16")),
    ]);
    expect((one?.reminded ?? 0) + (two?.reminded ?? 0)).toBe(300);
    const ends = await Promise.all([
      watchInterest(noon("2026-11-24")),
      watchInterest(noon("2026-11-24")),
    ]);
    expect(ends.reduce((sum, each) => sum + each.removed, 0)).toBe(300);
    const [row] = await db().execute<{ n: number }>(sql`
      select count(*)::int as n from queue_event where kind = 'removed'
      and application_id = any(${sql.param(families.map((each) => each.applicationId))}::uuid[])`);
    expect(row?.n).toBe(300);
  });

  test("the index finds who is to be asked", async () => {
    await db().execute(sql`analyze application`);
    const plan = await db().execute<{ "QUERY PLAN": string }>(sql`
      explain select id from application
      where region_id = ${house.oral}::int and queue_type = 'general'
        and status in ('REGISTERED', 'RETURNED', 'ON_HOLD') and not gave_way
        and interest_due_at < '2026-01-01'
      order by interest_due_at, id limit 500`);
    expect(plan.map((line) => line["QUERY PLAN"]).join("\n")).toContain("application_interest");
  });

  describe("restoring", () => {
    test("gives the old instant back, once in its life, and tells the other one", async () => {
      const registeredAt = new Date("2024-03-05T04:03:02.001Z");
      const phone = nextPhone();
      const father = await somebody({ phone });
      const family = await asked({ registeredAt, father });
      await watchInterest(noon("2026-11-24"));
      const standingNow = async (at: Date) => {
        const found = await interestStanding(as(family.mother), family, at);
        return found.ok ? found.value : null;
      };
      expect(await standingNow(noon("2026-12-01"))).toMatchObject({
        state: "removed",
        restoreUntil: endOfDay("2026-12-22"),
        refusal: null,
      });
      expect(await restore(family, noon("2026-12-23"))).toMatchObject({ code: "over" });
      expect(await restore(family, noon("2026-12-01"), await somebody())).toMatchObject({
        code: "not-yours",
      });
      expect(await restore(family, noon("2026-12-22"))).toMatchObject({ ok: true });
      expect(await restore(family, noon("2026-12-22"))).toMatchObject({ ok: true });
      expect(await eventsOf(family)).toEqual(["removed", "restored"]);
      expect(await dayOf(family)).toBe("2027-11-23");
      const [entry] = await db().execute<{ waiting: boolean; at: Date }>(sql`
        select waiting, registered_at as at from queue_entry
        where application_id = ${family.applicationId}`);
      expect(entry?.waiting).toBe(true);
      expect(new Date(entry?.at ?? 0)).toEqual(registeredAt);
      const said = (await saidOf(family)).filter((line) => line.startsWith("interest-restored"));
      expect(said).toEqual([`interest-restored sms ${phone}`]);
      // The next year nobody answers again.
      await watchInterest(noon("2027-11-01"));
      await watchInterest(noon("2027-11-24"));
      expect(await restore(family, noon("2027-12-01"))).toMatchObject({ code: "once-only" });
      expect((await checkLedger(house.oral)).differences).toEqual([]);
    });

    test("not where the child stands by another application", async () => {
      const family = await asked();
      await watchInterest(noon("2026-11-24"));
      const { childId, mother } = family;
      await standing(house.oral, { due: "2027-11-30", childId, mother });
      expect(await restore(family, noon("2026-12-01"))).toMatchObject({ code: "replaced" });
      expect(await eventsOf(family)).toEqual(["removed"]);
    });

    test("brought back by an objection, it is asked anew and not taken off again", async () => {
      const family = await asked();
      await watchInterest(noon("2026-11-24"));
      await db()
        .update(application)
        .set({ status: "REGISTERED" })
        .where(eq(application.id, family.applicationId));
      expect(await watchInterest(noon("2026-12-01"))).toMatchObject({ removed: 0, asked: 1 });
      expect(
        await confirm(
          { ...family, dueAt: (await applicationOf(family)).interestDueAt ?? family.dueAt },
          family.mother,
          noon("2026-12-02"),
        ),
      ).toMatchObject({ ok: true });
    });
  });
});

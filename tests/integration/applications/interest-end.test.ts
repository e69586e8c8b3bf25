import { eq, sql } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { application, queueEntry } from "#db/schema/applications.ts";
import { message } from "#db/schema/notifications.ts";
import { decision } from "#db/schema/office.ts";
import { interestStanding } from "#lib/applications/interest-views.ts";
import { restoreInterest } from "#lib/applications/restore-interest.ts";
import { watchInterest } from "#lib/applications/watch-interest.ts";
import { addDays, endOfDay, startOfDay } from "#lib/calendar/local-date.ts";
import { checkLedger } from "#lib/queue/check-ledger.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { type Household, settle } from "../documents/household.ts";
import {
  allSent,
  askNobody,
  applicationOf,
  as,
  confirm,
  dayOf,
  noon,
  type AskedFamily,
  eventsOf,
  nextPhone,
  saidOf,
  somebody,
  standing,
} from "./asked-family.ts";

useTestDatabase();

const due = "2026-11-23";
let house: Household;
beforeAll(async () => {
  house = await settle();
});
beforeEach(askNobody);

const restore = (family: AskedFamily, at: Date, who = family.mother) =>
  restoreInterest(
    as(who),
    { regionId: family.regionId, number: family.number, requestId: null },
    at,
  );

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
    await allSent();
    expect(await watchInterest(noon("2026-11-24"))).toMatchObject({ removed: 1 });
  });
});

describe("the day passes", () => {
  const asked = async (changes = {}) => {
    const family = await standing(house.oral, { due, ...changes });
    await watchInterest(noon("2026-11-16"));
    await allSent();
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

  test("a reminder that never left the portal takes nobody off", async () => {
    const family = await standing(house.oral, { due });
    const elsewhere = await asked();
    // Written at night or in a standstill; then it was too late to be of use.
    await watchInterest(noon("2026-11-16"));
    await db()
      .update(message)
      .set({ state: "expired" })
      .where(sql`${message.cause} like ${`%${family.applicationId}%`}`);
    const first = await watchInterest(noon("2026-11-24"));
    expect(first).toEqual({ reminded: 1, removed: 1, asked: 1 });
    expect(await eventsOf(elsewhere)).toEqual(["removed"]);
    expect(await dayOf(family)).toBe("2026-12-24");
    // The new reminder waits for its way out: nobody can send.
    expect(await watchInterest(noon("2026-12-25"))).toMatchObject({ removed: 0, asked: 1 });
    await watchInterest(noon("2026-12-28"));
    await allSent();
    expect(await watchInterest(noon("2027-01-26"))).toMatchObject({ removed: 1 });
    expect(await eventsOf(family)).toEqual(["removed"]);
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
    await allSent();
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
      await allSent();
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

// The last one: it leaves an application without its entry.
test("a family that fails keeps nobody else from reminder and day, in no region", async () => {
  const broken = await standing(house.oral, { due });
  const other = await standing(house.oral, { due: addDays(due, 1) });
  const elsewhere = await standing(house.akmola, { due });
  await watchInterest(noon("2026-11-20"));
  await allSent();
  await db().delete(queueEntry).where(eq(queueEntry.applicationId, broken.applicationId));
  const waits = await standing(house.akmola, { due: "2026-12-05" });
  await expect(watchInterest(noon(addDays(due, 2)))).rejects.toThrow("stands in no queue");
  const statuses = [broken, other, elsewhere, waits].map(async (family) => {
    return (await applicationOf(family)).status;
  });
  expect(await Promise.all(statuses)).toEqual(["REGISTERED", "REMOVED", "REMOVED", "REGISTERED"]);
  expect(await saidOf(waits)).toHaveLength(2);
});

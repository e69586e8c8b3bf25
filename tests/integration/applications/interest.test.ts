import { eq } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { application } from "#db/schema/applications.ts";
import { auditEntry } from "#db/schema/audit.ts";
import { interestPeriod } from "#db/schema/interest.ts";
import { message } from "#db/schema/notifications.ts";
import { confirmByLink, interestByToken } from "#lib/applications/confirm-interest.ts";
import { watchInterest } from "#lib/applications/watch-interest.ts";
import { withdrawApplication } from "#lib/applications/withdraw.ts";
import { interestToken } from "#lib/notifications/interest-link.ts";
import { writeMessage } from "#lib/notifications/write-message.ts";
import { portalById } from "#lib/regions/views.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { type Household, settle } from "../documents/household.ts";
import {
  applicationOf,
  as,
  askNobody,
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

  test("by more families at once than there are connections keeps nobody waiting for ever", async () => {
    const families: AskedFamily[] = [];
    while (families.length < 24) families.push(await standing(house.oral, { due }));
    const all = await Promise.all(families.map((family) => confirm(family)));
    expect(all.filter((each) => each.ok && each.value.isNew)).toHaveLength(24);
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

  test("says of no place that it is kept once the application was withdrawn", async () => {
    const family = await standing(house.oral, { due });
    await watchInterest(noon("2026-10-24"));
    expect(await answer(family, noon("2026-11-01"))).toMatchObject({ ok: true });
    expect(await open(family, noon("2026-11-02"))).toBe("done");
    const { regionId, number } = family;
    const strongly = as(family.mother, { strength: "strong" });
    const order = { regionId, number, requestId: null };
    expect(await withdrawApplication(strongly, order, noon("2026-11-03"))).toMatchObject({
      ok: true,
    });
    expect(await open(family, noon("2026-11-04"))).toBe("over");
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

import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { application } from "#db/schema/applications.ts";
import { auditEntry } from "#db/schema/audit.ts";
import { message } from "#db/schema/notifications.ts";
import { contact } from "#db/schema/people.ts";
import { anonymous, type PersonActor } from "#lib/access/actor.ts";
import { deadlinesOf } from "#lib/applications/family-deadlines.ts";
import { returnForCorrection } from "#lib/applications/return.ts";
import { withdrawApplication } from "#lib/applications/withdraw.ts";
import type { Portal } from "#lib/regions/views.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { later } from "../sign-in/gate.ts";
import { daniil, lightly, registered } from "./family.ts";
import { bothParents, faultsOf, rowOf, secondParent, story, toldOf } from "./life.ts";
import { staffOf } from "./office.ts";

useTestDatabase();

let akmola: Portal;
let oral: Portal;
let olga: PersonActor;
let father: PersonActor;
let stranger: PersonActor;
let number: string;

beforeAll(async () => {
  ({ akmola, oral, olga, father, number } = await bothParents());
  stranger = { ...father, personId: "00000000-0000-4000-8000-000000000001" };
});

const withdraw = (actor: Parameters<typeof withdrawApplication>[0], regionId = akmola.id) =>
  withdrawApplication(actor, { regionId, number, requestId: "request-9" }, later(60));

describe("withdrawing", () => {
  test("is nobody's but the family's, in its region, with a sign-in that is no stranger's", async () => {
    expect(await withdraw(anonymous("kk"))).toMatchObject({ code: "signed-out" });
    expect(await withdraw(stranger)).toMatchObject({ code: "not-yours" });
    const officer = [{ role: "officer" as const, regionId: akmola.id }];
    expect(await withdraw({ ...stranger, roles: officer })).toMatchObject({ code: "not-yours" });
    expect(await withdraw(olga, oral.id)).toMatchObject({ code: "not-yours" });
    const held = { ...lightly(olga), onHold: true };
    expect(await withdraw(held)).toMatchObject({ code: "too-light" });
    expect(await story(akmola.id, number)).toEqual(["registered"]);
  });

  test("by the other parent ends the application; five times at once do it once", async () => {
    const all = await Promise.all(Array.from({ length: 5 }, () => withdraw(lightly(father))));
    expect(all.map((each) => each.ok)).toEqual([true, true, true, true, true]);
    const { row, entry } = await rowOf(akmola.id, number);
    expect([row.status, entry.waiting]).toEqual(["WITHDRAWN", false]);
    expect(await story(akmola.id, number)).toEqual(["registered", "withdrawn"]);
    expect(await faultsOf(akmola.id)).toBe(0);
    const rows = await db()
      .select()
      .from(auditEntry)
      .where(eq(auditEntry.action, "application.withdraw"));
    expect(rows).toMatchObject([{ personId: father.personId, concernsId: row.childId }]);
  });

  test("is told to both, by every channel, whoever did it as well", async () => {
    expect(await toldOf("withdrawn")).toEqual(["+77055550001", "+77770001199", "olga@example.kz"]);
  });

  test("makes room for a new application, which begins from its own instant", async () => {
    const again = await registered(olga, akmola, {}, later(120));
    expect((await rowOf(akmola.id, again.number)).entry.registeredAt).toEqual(later(120));
  });

  test("comes too late for one that is closed otherwise", async () => {
    const done = await registered(olga, akmola, { childIin: daniil }, later(180));
    const same = eq(application.id, done.applicationId);
    await db().update(application).set({ status: "ENROLLED" }).where(same);
    const order = { regionId: akmola.id, number: done.number, requestId: null };
    expect(await withdrawApplication(olga, order, later(200))).toMatchObject({
      ok: false,
      code: "out-of-turn",
    });
    expect(await story(akmola.id, done.number)).toEqual(["registered"]);
  });

  test("leaves nothing to be sent by a day that is no matter any more", async () => {
    const done = await registered(olga, akmola, { childIin: daniil }, later(210));
    const where = { regionId: akmola.id, number: done.number, requestId: null };
    const officer = await staffOf(akmola, "800101300001");
    const returned = { ...where, reasons: ["paper-missing"], note: "" };
    expect(await returnForCorrection(officer, returned, later(220))).toMatchObject({ ok: true });
    expect(await withdrawApplication(olga, where, later(230))).toMatchObject({ ok: true });
    const { row } = await rowOf(akmola.id, done.number);
    const left = await deadlinesOf(db(), row, later(240));
    expect(left).toEqual([]);
  });

  test("calls who gave the profile an e-mail only at the phone of the application", async () => {
    const done = await registered(olga, akmola, { childIin: daniil }, later(250));
    const own = eq(contact.personId, olga.personId);
    const [before] = await db().select().from(contact).where(own);
    const none = { phone: null, phoneConfirmedAt: null, secondPhone: null };
    await db().update(contact).set(none).where(own);
    const order = { regionId: akmola.id, number: done.number, requestId: null };
    expect(await withdrawApplication(olga, order, later(260))).toMatchObject({ ok: true });
    await db()
      .update(contact)
      .set({ phone: before?.phone ?? null })
      .where(own);
    const cause = `withdrawn:${done.applicationId}`;
    const told = await db().select().from(message).where(eq(message.cause, cause));
    expect(told.map(({ recipient }) => recipient).toSorted()).toEqual([
      "+77770001199",
      "olga@example.kz",
    ]);
  });

  test("of a guardian's application is the guardian's alone", async () => {
    const done = await registered(olga, akmola, { childIin: daniil }, later(300));
    const same = eq(application.id, done.applicationId);
    await db().update(application).set({ byGuardian: true }).where(same);
    await secondParent(akmola.id, done.number, father, "+77055550001");
    const order = { regionId: akmola.id, number: done.number, requestId: null };
    expect(await withdrawApplication(father, order, later(310))).toMatchObject({
      code: "not-yours",
    });
    const told = (await toldOf("withdrawn")).length;
    expect(await withdrawApplication(lightly(olga), order, later(320))).toMatchObject({ ok: true });
    // The parents whose child it is are not told what the guardian did.
    expect(await toldOf("withdrawn")).toHaveLength(told + 2);
  });
});

import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { application, queueEntry, queueEvent } from "#db/schema/applications.ts";
import { message } from "#db/schema/notifications.ts";
import { legalRepresentation, person } from "#db/schema/people.ts";
import type { PersonActor } from "#lib/access/actor.ts";
import { lookupChild } from "#lib/applications/child.ts";
import { releaseApplication } from "#lib/applications/hold.ts";
import { applicationView } from "#lib/applications/journal.ts";
import { withdrawApplication } from "#lib/applications/withdraw.ts";
import type { Portal } from "#lib/regions/views.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { now, openPortals } from "../sign-in/gate.ts";
import { artyom, registered, signedIn } from "./family.ts";
import { staffOf } from "./office.ts";

useTestDatabase();

const before = new Date(now.getTime() - 30 * 24 * 3_600_000);
const guardianPhone = "+77470000001";

let akmola: Portal;
let olga: PersonActor;
let guardian: PersonActor;

beforeAll(async () => {
  ({ akmola } = await openPortals());
  olga = await signedIn(akmola);
  guardian = await stranger();
});
beforeEach(async () => {
  await db().delete(queueEntry);
  await db().delete(application);
  await db().delete(legalRepresentation);
});

async function stranger(): Promise<PersonActor> {
  const id = randomUUID();
  await db().insert(person).values({
    id,
    iin: "880729390000",
    surname: "ЖҰМАБЕКОВ",
    givenName: "ЕРЛАН",
    patronymic: null,
    source: "certificate",
    createdAt: before,
    updatedAt: before,
  });
  return { ...olga, personId: id, iin: "880729390000" };
}

/** Somebody who knows Artyom's IIN and claims him a month ago. */
async function claim(changes: Partial<typeof application.$inferInsert> = {}, proven = false) {
  const childId = randomUUID();
  await db()
    .insert(person)
    .values({
      id: childId,
      iin: artyom,
      surname: "КИМ",
      givenName: "АРТЁМ",
      patronymic: null,
      source: "declared",
      createdAt: before,
      updatedAt: before,
    })
    .onConflictDoNothing();
  const [child] = await db().select().from(person).where(eq(person.iin, artyom));
  const id = randomUUID();
  const row = {
    regionId: akmola.id,
    id,
    number: `111-26-${id.slice(0, 6)}`,
    entryCode: id.slice(0, 8),
    queueType: "general",
    districtKato: "111000000",
    applicantId: guardian.personId,
    childId: child?.id ?? "",
    status: "REGISTERED",
    channel: "portal" as const,
    locale: "ru" as const,
    phone: guardianPhone,
    nonResident: false,
    byGuardian: true,
    registeredAt: before,
    version: 1,
    ...changes,
  };
  await db().insert(application).values(row);
  await db().insert(queueEntry).values({
    regionId: akmola.id,
    applicationId: id,
    queueType: "general",
    districtKato: "111000000",
    cohort: 2023,
    class: "ordinary",
    registeredAt: before,
    waiting: true,
  });
  if (typeof row.applicantId === "string") {
    await db()
      .insert(legalRepresentation)
      .values({
        childId: row.childId,
        adultId: row.applicantId,
        kind: "guardian",
        source: "decision",
        confirmedAt: proven ? before : null,
        createdAt: before,
      });
  }
  return row;
}

const duplicate = async () => {
  const question = { regionId: akmola.id, queueType: "general", childIin: artyom };
  const looked = await lookupChild(olga, question, now);
  return looked.ok && looked.value.state === "known" ? looked.value.duplicate : "?";
};

describe("a parent whom the civil register names", () => {
  test("is not kept out by somebody who only says to be the guardian, or a parent", async () => {
    await claim();
    expect(await duplicate()).toBeNull();
    await db().update(application).set({ byGuardian: false });
    expect(await duplicate()).toBeNull();
  });

  test("meets a duplicate where guardianship is proven", async () => {
    await claim({}, true);
    expect(await duplicate()).not.toBeNull();
  });

  test("meets a duplicate where the office wrote the application down", async () => {
    await claim({ channel: "paper", applicantId: null });
    expect(await duplicate()).not.toBeNull();
    await db().update(application).set({ channel: "import", applicantId: guardian.personId });
    expect(await duplicate()).not.toBeNull();
  });

  test("meets a duplicate where the office has begun to act on the claim", async () => {
    await claim({ status: "REFERRAL_ISSUED" });
    expect(await duplicate()).not.toBeNull();
  });

  test("registers; the claim waits for an officer with its instant, and its author is told", async () => {
    const claimed = await claim();
    const done = await registered(olga, akmola);
    const rows = await db().select().from(application);
    expect(rows).toHaveLength(2);
    const held = rows.find((row) => row.id === claimed.id);
    expect(held).toMatchObject({ status: "ON_HOLD", gaveWay: true, registeredAt: before });
    const [entry] = await db()
      .select()
      .from(queueEntry)
      .where(eq(queueEntry.applicationId, claimed.id));
    expect(entry).toMatchObject({ waiting: false, registeredAt: before });
    const events = await db()
      .select()
      .from(queueEvent)
      .where(eq(queueEvent.applicationId, claimed.id));
    expect(events).toMatchObject([{ kind: "held", legalGround: "kinship-unproven" }]);
    const told = await db().select().from(message).where(eq(message.recipient, guardianPhone));
    expect(told.map((row) => row.template)).toEqual(["gave-way"]);
    const seen = await applicationView(
      guardian,
      { regionId: akmola.id, number: claimed.number },
      now,
    );
    expect(seen).toMatchObject({
      ok: true,
      value: { place: null, checks: [{ kind: "kinship", state: "failed" }] },
    });
    // Neither reads the other's.
    const where = { regionId: akmola.id, number: done.number };
    expect(await applicationView(guardian, where, now)).toMatchObject({ code: "not-yours" });
    expect(
      await applicationView(olga, { regionId: akmola.id, number: claimed.number }, now),
    ).toMatchObject({ code: "not-yours" });

    // Given back after the parent left, it gives way a second time, and its author is told a second time.
    await withdrawApplication(olga, { ...where, requestId: null }, now);
    const officer = await staffOf(akmola, "800101300001");
    const back = { regionId: akmola.id, number: claimed.number, requestId: null };
    expect(await releaseApplication(officer, back, now)).toMatchObject({ ok: true });
    await registered(olga, akmola);
    const again = await db().select().from(message).where(eq(message.recipient, guardianPhone));
    expect(again.filter((row) => row.template === "gave-way")).toHaveLength(2);
  });
});

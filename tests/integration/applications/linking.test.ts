import { randomUUID } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { application, applicationDraft, queueEvent } from "#db/schema/applications.ts";
import { auditEntry } from "#db/schema/audit.ts";
import { message } from "#db/schema/notifications.ts";
import { legalRepresentation } from "#db/schema/people.ts";
import { anonymous, type PersonActor } from "#lib/access/actor.ts";
import { applicationView, myApplications } from "#lib/applications/journal.ts";
import { linkChild } from "#lib/applications/linking.ts";
import { attachmentsOfApplication, openAttachment } from "#lib/documents/attachment-views.ts";
import { openEvidence } from "#lib/documents/evidence-package.ts";
import type { Portal } from "#lib/regions/views.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { after, aigerim, demoPortals, hours, now } from "../sign-in/door.ts";
import { demoParent, lightly } from "../sign-in/demo-parent.ts";
import { setRegisters } from "./family.ts";
import { brought } from "./life.ts";

useTestDatabase();

/** On paper in Akmola, without a parent's IIN. */
const sanzhar = "250601590006";
/** Aigerim's and Daniyar's; she applied in Oral. */
const ayala = "220720690004";

let akmola: Portal;
let oral: Portal;
let testov: PersonActor;
let mother: PersonActor;
let father: PersonActor;
let stranger: PersonActor;

beforeAll(async () => {
  ({ akmola, oral } = await demoPortals());
  testov = await demoParent("123456789011");
  mother = await demoParent(aigerim.iin);
  father = await demoParent("850303390009");
  stranger = await demoParent("910925490000");
});
beforeEach(async () => {
  await setRegisters({});
  await db().execute("delete from rate_limit");
});

const link = (actor: PersonActor, childIin: string, portal = akmola, at = now) =>
  linkChild(actor, { regionId: portal.id, childIin, requestId: "request-7" }, at);
const numbers = async (actor: PersonActor, portal: Portal) => {
  const list = await myApplications(actor, portal.id, now);
  return list.ok ? list.value.map((line) => line.number) : list.code;
};
const linkedRows = (actor: PersonActor) =>
  db().select().from(legalRepresentation).where(eq(legalRepresentation.adultId, actor.personId));

/** A file of an application of the mother's, as if it had been sent with it. */
async function filed(applicationId: string, paper: string): Promise<string> {
  const draftId = randomUUID();
  await db().insert(applicationDraft).values({
    regionId: oral.id,
    id: draftId,
    personId: mother.personId,
    queueType: "general",
    data: {},
    version: 1,
    idempotencyKey: randomUUID(),
    createdAt: now,
    updatedAt: now,
    submittedAt: now,
  });
  return await brought(oral.id, mother, draftId, paper, applicationId);
}

describe("linking by the child's IIN", () => {
  test("while the civil register is down nothing changes, and it can be tried again", async () => {
    await setRegisters({ birth: { kind: "down" } });
    expect(await link(testov, sanzhar)).toMatchObject({ ok: false, code: "register-down" });
    expect(await linkedRows(testov)).toEqual([]);
    expect(await numbers(testov, akmola)).toEqual([]);
  });

  test("a paper application without a parent's IIN gets this one and stands in the journal", async () => {
    const linked = await link(testov, "250601 590006", akmola, after(60));
    expect(linked).toMatchObject({ ok: true, value: { childName: "Тестов Санжар Тестұлы" } });
    const [number = ""] = linked.ok ? linked.value.numbers : [];
    expect(await numbers(testov, akmola)).toEqual([number]);
    const view = await applicationView(testov, { regionId: akmola.id, number }, now);
    expect(view).toMatchObject({
      ok: true,
      value: { mine: true, applicant: { iin: testov.iin }, child: { iin: sanzhar } },
    });
    const [event] = await db().select().from(queueEvent).where(eq(queueEvent.kind, "corrected"));
    expect(event).toMatchObject({ legalGround: "kinship-confirmed", actorRole: "parent" });
    expect(JSON.stringify(event?.data)).not.toMatch(/\d{12}/);
  });

  test("doing it again, or five times at once, does it once", async () => {
    const all = await Promise.all(Array.from({ length: 5 }, () => link(father, ayala, oral)));
    for (const each of all) expect(each.ok).toBe(true);
    expect((await link(father, ayala, oral)).ok).toBe(true);
    expect(await linkedRows(father)).toHaveLength(1);
    const told = await db().select().from(message).where(eq(message.template, "linked"));
    expect(told.map((row) => row.recipient)).toEqual([aigerim.phone]);
    const events = await db().select().from(queueEvent).where(eq(queueEvent.kind, "corrected"));
    expect(events).toHaveLength(1);
  });

  test("both representatives see the application, each knows of the other, contacts stay with their owner", async () => {
    const [number = ""] = (await numbers(mother, oral)) as string[];
    expect(await numbers(father, oral)).toEqual([number]);
    const where = { regionId: oral.id, number };
    const hers = await applicationView(mother, where, now);
    const his = await applicationView(father, where, now);
    expect(hers).toMatchObject({ ok: true, value: { mine: true } });
    expect(his).toMatchObject({
      ok: true,
      value: {
        mine: false,
        applicant: { surname: "САПАРОВА", iin: "8706****0009" },
        contacts: { email: null, phone: null, secondPhone: null },
        representatives: [{ surname: "САПАРОВ" }],
      },
    });
    expect(hers.ok && hers.value.contacts.phone).toBe(aigerim.phone);
    expect(his.ok && hers.ok && his.value.place).toEqual(hers.ok && hers.value.place);
    expect(JSON.stringify(his)).not.toMatch(/870612490009|\+77017008345/);
    // Another region's path and another parent: not there.
    expect(await applicationView(father, { regionId: akmola.id, number }, now)).toMatchObject({
      code: "not-yours",
    });
    expect(await applicationView(stranger, where, now)).toMatchObject({ code: "not-yours" });
    expect(await applicationView(lightly(father), where, now)).toMatchObject({ ok: true });
  });

  test("papers about the child are both parents', those about the signer's home the signer's", async () => {
    const [own] = await db()
      .select()
      .from(application)
      .where(eq(application.applicantId, mother.personId));
    if (own === undefined) throw new Error("she has no application");
    const privilege = await filed(own.id, "privilege");
    const home = await filed(own.id, "non-resident-proof");
    const papersOf = async (actor: PersonActor) => {
      const list = await attachmentsOfApplication(actor, oral.id, own.id);
      return list.ok ? list.value.map((file) => file.paper).toSorted() : list.code;
    };
    expect(await papersOf(mother)).toEqual(["non-resident-proof", "privilege"]);
    expect(await papersOf(father)).toEqual(["privilege"]);
    expect(await papersOf(stranger)).toBe("not-yours");
    const opens = async (actor: PersonActor, id: string) =>
      (await openAttachment(actor, oral.id, id, "original")).ok;
    expect([await opens(mother, home), await opens(father, home)]).toEqual([true, false]);
    expect([await opens(father, privilege), await opens(stranger, privilege)]).toEqual([
      true,
      false,
    ]);
    // The signed text names the signer's home and contacts.
    const place = { regionId: oral.id, which: own.number, traceId: null };
    expect(await openEvidence(father, place, now)).toMatchObject({ code: "not-yours" });
  });

  test("a representation that was never confirmed shows nothing", async () => {
    await db()
      .update(legalRepresentation)
      .set({ confirmedAt: null })
      .where(eq(legalRepresentation.adultId, father.personId));
    expect(await numbers(father, oral)).toEqual([]);
    expect((await link(father, ayala, oral)).ok).toBe(true);
    expect(await numbers(father, oral)).toHaveLength(1);
  });

  test("a stranger's child and an IIN that nobody has get the same answer", async () => {
    expect(await link(stranger, ayala, oral)).toEqual(await link(stranger, "010101500003", oral));
    expect(await link(stranger, ayala, oral)).toMatchObject({ ok: false, code: "no-kin" });
    expect(await linkedRows(stranger)).toEqual([]);
    const [row] = await db()
      .select()
      .from(auditEntry)
      .where(and(eq(auditEntry.action, "child.link"), eq(auditEntry.personId, stranger.personId)));
    expect(JSON.stringify(row)).not.toMatch(/010101500003|220720690004/);
  });

  test("trying IINs ends soon, for an hour, and by no IIN in clear", async () => {
    const codes: string[] = [];
    for (let n = 0; n < 25; n += 1) {
      const tried = await link(stranger, ayala, oral);
      codes.push(tried.ok ? "ok" : tried.code);
    }
    expect(codes.filter((code) => code === "no-kin")).toHaveLength(20);
    expect(codes.at(-1)).toBe("too-many");
    const keys = await db().execute<{ key: string }>("select key from rate_limit");
    expect(JSON.stringify(keys)).not.toContain(ayala);
    expect(await link(stranger, ayala, oral, hours(3))).toMatchObject({ code: "no-kin" });
  });

  test("what was typed wrong is said as such, and asks nobody", async () => {
    expect(await link(testov, "")).toMatchObject({ code: "required" });
    expect(await link(testov, "25060159000")).toMatchObject({
      code: "iin-length",
      detail: { n: 11 },
    });
    expect(await link(testov, "250601590007")).toMatchObject({ code: "iin-check-digit" });
    expect(await link(mother, mother.iin)).toMatchObject({ code: "own-iin" });
  });

  test("a light sign-in steps up, a visitor signs in, and neither changes anything", async () => {
    expect(await link(lightly(testov), sanzhar)).toMatchObject({ code: "too-light" });
    expect(await link(lightly(testov, true), sanzhar)).toMatchObject({ code: "too-light" });
    const order = { regionId: akmola.id, childIin: sanzhar, requestId: null };
    expect(await linkChild(anonymous("ru"), order, now)).toMatchObject({ code: "signed-out" });
  });

  test("a guardian's application is no parent's", async () => {
    await db()
      .update(application)
      .set({ byGuardian: true })
      .where(eq(application.applicantId, mother.personId));
    expect(await numbers(father, oral)).toEqual([]);
    expect(await numbers(mother, oral)).toHaveLength(1);
  });
});

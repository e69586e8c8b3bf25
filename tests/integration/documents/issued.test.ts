import { eq, sql } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { db, transaction } from "#db/client.ts";
import { application } from "#db/schema/applications.ts";
import { issuedDocument } from "#db/schema/documents.ts";
import type { Actor } from "#lib/access/actor.ts";
import { issueNotice, renderDocument } from "#lib/documents/notice.ts";
import type { NoticeFacts } from "#lib/documents/notice-facts.ts";
import { issuedOfApplication, noticeView, openIssued } from "#lib/documents/issued-views.ts";
import { verifyDocument } from "#lib/documents/verify.ts";
import { newId, sha256Hex } from "#lib/platform/ids.ts";
import { objectStore } from "#lib/storage/store.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { pdfText } from "#tests/support/pdf-text.ts";
import { sampleFacts } from "../../unit/documents/sample-notice.ts";
import { type Household, later, nobody, now, settle } from "./household.ts";

useTestDatabase();

let house: Household;
let applicationId: string;
beforeAll(async () => {
  house = await settle();
  applicationId = newId();
  await db().insert(application).values({
    regionId: house.akmola,
    id: applicationId,
    number: "111-26-000042",
    entryCode: "7KXR24BD",
    queueType: "general",
    applicantId: house.olga.personId,
    childId: house.aigerim.personId,
    status: "REGISTERED",
    channel: "portal",
    locale: "kk",
    nonResident: false,
    byGuardian: false,
    registeredAt: now,
    version: 1,
  });
});

let id: string;
let token: string;
beforeEach(async () => {
  await db().delete(issuedDocument);
  ({ id, token } = await issue());
});

function issue(facts: NoticeFacts = sampleFacts, issuedAt = now) {
  const regionId = house.akmola;
  return transaction((tx) =>
    issueNotice(tx, { regionId, applicationId, locale: "kk", facts, issuedAt }),
  );
}

const refused = (code: string) => ({ ok: false, code });
const open = (actor: Actor, regionId = house.akmola) => openIssued(actor, regionId, id);

async function row() {
  const [found] = await db().select().from(issuedDocument).where(eq(issuedDocument.id, id));
  return found;
}

describe("an issued notice", () => {
  test("leaves a job that draws it", async () => {
    const jobs = await db().execute(
      sql`select 1 from graphile_worker.jobs where key = ${`render-document:${id}`}`,
    );
    expect(jobs).toHaveLength(1);
    await renderDocument({ regionId: house.akmola, documentId: id });
    const first = await row();
    const file = await open(house.olga);
    expect(first?.sha256).toBe(file.ok && sha256Hex(file.value.bytes));
    await renderDocument({ regionId: house.akmola, documentId: id });
    expect(await row()).toEqual(first);
    await renderDocument({ regionId: house.akmola, documentId: newId() });
  });

  test("is there for its owner before the job, and again when the storage has lost it", async () => {
    const file = await open(house.olga);
    if (!file.ok) throw new Error(file.code);
    expect(pdfText(file.value.bytes)).toContain("Кезекке қою туралы хабарлама");
    expect(file.value.fileName).toBe("habarlama-111-26-000042.pdf");
    await objectStore().delete(`issued/${house.akmola}/${id}.pdf`);
    const again = await open(house.olga);
    expect(again.ok && sha256Hex(again.value.bytes)).toBe(sha256Hex(file.value.bytes));
  });

  test("is one file, even when several draw it at once", async () => {
    const files = await Promise.all([1, 2, 3].map(() => open(house.olga)));
    const sums = files.map((file) => file.ok && sha256Hex(file.value.bytes));
    expect(new Set(sums)).toEqual(new Set([(await row())?.sha256]));
  });

  test("is nobody else's: not signed out, not another parent's, not in another region", async () => {
    const light = { ...house.olga, strength: "light" as const };
    expect((await open(light)).ok).toBe(true);
    expect(await open(nobody)).toMatchObject(refused("signed-out"));
    expect(await open(house.aigerim)).toMatchObject(refused("not-yours"));
    expect(await open(house.olga, house.oral)).toMatchObject(refused("not-yours"));
    expect(await openIssued(house.olga, house.akmola, "1")).toMatchObject(refused("not-yours"));
    expect(await noticeView(house.aigerim, house.akmola, id)).toMatchObject(refused("not-yours"));
    expect(await noticeView(nobody, house.akmola, id)).toMatchObject(refused("signed-out"));
    expect(await issuedOfApplication(house.aigerim, house.akmola, applicationId)).toMatchObject(
      refused("not-yours"),
    );
    expect(await issuedOfApplication(house.olga, house.akmola, applicationId)).toMatchObject({
      ok: true,
      value: [{ id, kind: "registration-notice", locale: "kk", issuedAt: now }],
    });
    const view = await noticeView(house.olga, house.akmola, id);
    expect(view.ok && view.value.content.verify.address).toBe(
      `http://localhost:3000/kk/akmola/verify/${token}`,
    );
  });
});

describe("the public check of a document", () => {
  const ask = (typed: string, regionId = house.akmola, address = "10.0.0.1") =>
    verifyDocument({ regionId, token: typed, address }, now);

  test("tells whoever holds the paper what to compare, and no more", async () => {
    const found = await ask(token.toLowerCase().replace(/(.{4})/g, "$1-"));
    expect(found).toMatchObject({
      ok: true,
      value: { number: "111-26-000042", issuedAt: now, childInitials: "К. А. С.", current: true },
    });
    const told = JSON.stringify(found);
    for (const secret of ["Ким", "Алиса", "Жұмабекова", "2303", "7KXR24BD", "77162"]) {
      expect(told).not.toContain(secret);
    }
  });

  test("knows when a newer one was issued", async () => {
    await issue({ ...sampleFacts, position: 3 }, later(10));
    expect(await ask(token)).toMatchObject({ ok: true, value: { current: false, position: 17 } });
  });

  test.each(["", "7KXR24BDMNPQ9TVW", "' or 1=1", "x".repeat(5000)])(
    "knows nothing of %.20j",
    async (typed) => expect(await ask(typed)).toMatchObject(refused("unknown")),
  );

  test("of another region knows nothing", async () => {
    expect(await ask(token, house.oral)).toMatchObject(refused("unknown"));
  });

  test("tires of one visitor, not of the others", async () => {
    for (let i = 0; i < 60; i += 1) await ask("guess", house.akmola, "10.9.9.9");
    expect(await ask(token, house.akmola, "10.9.9.9")).toMatchObject(refused("too-often"));
    expect((await ask(token, house.akmola, "10.9.9.10")).ok).toBe(true);
  });
});

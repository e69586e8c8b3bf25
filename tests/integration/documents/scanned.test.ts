import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { auditEntry } from "#db/schema/audit.ts";
import { attachment } from "#db/schema/documents.ts";
import { tellOfLostPaper } from "#lib/applications/tell-lost-paper.ts";
import { attachmentsOfDraft, openAttachment } from "#lib/documents/attachment-views.ts";
import { scanAttachment, scanWhatWaits } from "#lib/documents/scan-attachments.ts";
import { openTicket } from "#lib/documents/upload-tickets.ts";
import { attachmentOfTicket, receiveUpload } from "#lib/documents/uploads.ts";
import { objectStore } from "#lib/storage/store.ts";
import { type FakeClamd, startFakeClamd, virus } from "#tests/support/clamd.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { useTestEnvironment } from "#tests/support/environment.ts";
import * as files from "#tests/support/hostile-files.ts";
import { type Household, later, now, openDraft, settle } from "./household.ts";

useTestDatabase();

let house: Household;
let clamd: FakeClamd;
let draftId: string;
beforeAll(async () => {
  house = await settle();
  clamd = await startFakeClamd();
});
afterAll(() => clamd.stop());
beforeEach(async () => {
  draftId = await openDraft(house.akmola, house.olga);
  clamd.mood = "honest";
  useTestEnvironment({ CLAMD_URL: clamd.url });
});

// A PDF that is harmless to our own eyes: the scanner's signature stands in a text of it.
const infectedPdf = () => files.pdf(`/Title (${virus})`);

async function upload(bytes: Uint8Array) {
  const wish = { regionId: house.akmola, draftId, paper: "privilege", fileName: "a.pdf" };
  const opened = await openTicket(house.olga, wish, now);
  if (!opened.ok) throw new Error(opened.code);
  return {
    ticket: opened.value.id,
    ...(await receiveUpload(house.olga, opened.value.id, bytes, now)),
  };
}

async function taken(bytes: Uint8Array): Promise<string> {
  const done = await upload(bytes);
  if (!done.ok) throw new Error(done.code);
  return done.value.id;
}

async function row(id: string) {
  const [found] = await db().select().from(attachment).where(eq(attachment.id, id));
  if (!found) throw new Error("no row");
  return found;
}

async function jobs(id: string): Promise<number> {
  const rows = await db().execute(
    sql`select 1 from graphile_worker.jobs where task_identifier = 'scan-attachment' and key = ${`scan:${id}`}`,
  );
  return rows.length;
}

async function filesOf(id: string): Promise<number> {
  return (await Array.fromAsync(objectStore().list(`clean/${house.akmola}/${id}/`))).length;
}

const scanNow = (id: string) =>
  scanAttachment({ regionId: house.akmola, attachmentId: id }, later(60), tellOfLostPaper);

test("a file that the scanner calls clean is taken as clean", async () => {
  const id = await taken(files.pdf());
  expect(await row(id)).toMatchObject({ state: "clean", scan: "clean" });
  expect(await jobs(id)).toBe(0);
});

test("an infected file is refused, and nothing of it is kept", async () => {
  const before = (await Array.fromAsync(objectStore().list(""))).length;
  const done = await upload(infectedPdf());
  expect(done).toMatchObject({ ok: false, code: "file-infected" });
  const photo = Buffer.concat([await files.phonePhoto(), Buffer.from(virus)]);
  expect(await upload(photo)).toMatchObject({ ok: false, code: "file-infected" });
  expect((await Array.fromAsync(objectStore().list(""))).length).toBe(before);
  expect(await receiveUpload(house.olga, done.ticket, files.pdf(), now)).toMatchObject({
    code: "ticket-used",
  });
});

test("a silent scanner stops no family: the file waits for it, seen by its owner alone", async () => {
  clamd.mood = "hanging-up";
  const id = await taken(await files.phonePhoto());
  expect(await row(id)).toMatchObject({ state: "clean", scan: "not-scanned" });
  expect(await jobs(id)).toBe(1);
  const mine = await openAttachment(house.olga, house.akmola, id, "original");
  if (mine.ok) mine.value.stream.destroy();
  expect(mine.ok).toBe(true);
  expect(await openAttachment(house.aigerim, house.akmola, id, "original")).toMatchObject({
    code: "not-yours",
  });

  await expect(scanNow(id)).rejects.toThrow("silent");
  expect(await row(id)).toMatchObject({ scan: "not-scanned" });
  clamd.mood = "honest";
  await scanNow(id);
  expect(await row(id)).toMatchObject({ state: "clean", scan: "clean" });
  const scans = clamd.seen.length;
  await scanNow(id);
  expect(clamd.seen.length).toBe(scans);
});

test("what turns out infected later is thrown out, and the record says so", async () => {
  clamd.mood = "hanging-up";
  const done = await upload(infectedPdf());
  if (!done.ok) throw new Error(done.code);
  const { id } = done.value;
  clamd.mood = "honest";
  await scanNow(id);
  expect(await row(id)).toMatchObject({ state: "rejected", removedAt: later(60) });
  expect(await filesOf(id)).toBe(0);
  expect(await openAttachment(house.olga, house.akmola, id, "original")).toMatchObject({
    code: "not-yours",
  });
  expect(await attachmentOfTicket(house.olga, done.ticket)).toBeNull();
  expect(await attachmentsOfDraft(house.olga, house.akmola, draftId)).toMatchObject({ value: [] });
  const entries = await db().select().from(auditEntry).where(eq(auditEntry.subjectId, id));
  expect(entries).toMatchObject([{ action: "attachment.reject", role: "system" }]);
  await scanNow(id);
});

test("a portal without a scanner waits for none; when it gets one, everything is looked through", async () => {
  useTestEnvironment({ CLAMD_URL: "" });
  const id = await taken(files.pdf());
  expect(await row(id)).toMatchObject({ state: "clean", scan: "not-scanned" });
  expect(await jobs(id)).toBe(0);
  expect(await scanWhatWaits()).toBe(0);
  await scanNow(id);
  expect(await row(id)).toMatchObject({ scan: "not-scanned" });

  useTestEnvironment({ CLAMD_URL: clamd.url });
  expect(await scanWhatWaits()).toBeGreaterThan(0);
  await scanWhatWaits();
  expect(await jobs(id)).toBe(1);
});

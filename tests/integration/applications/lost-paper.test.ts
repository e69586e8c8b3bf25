import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { attachment } from "#db/schema/documents.ts";
import { message } from "#db/schema/notifications.ts";
import type { PersonActor } from "#lib/access/actor.ts";
import { applicationView } from "#lib/applications/journal.ts";
import { tellOfLostPaper } from "#lib/applications/tell-lost-paper.ts";
import { scanAttachment } from "#lib/documents/scan-attachments.ts";
import { openTicket } from "#lib/documents/upload-tickets.ts";
import { receiveUpload } from "#lib/documents/uploads.ts";
import { newId } from "#lib/platform/ids.ts";
import type { Portal } from "#lib/regions/views.ts";
import { type FakeClamd, startFakeClamd, virus } from "#tests/support/clamd.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { useTestEnvironment } from "#tests/support/environment.ts";
import * as files from "#tests/support/hostile-files.ts";
import { later, now, openPortals, sign } from "../sign-in/gate.ts";
import { beginAnew, draftFor, signedIn, submit, textOf } from "./family.ts";

// What the scanner was silent about and finds after the application was registered.

useTestDatabase();

let akmola: Portal;
let olga: PersonActor;
let clamd: FakeClamd;
const paper = "large-family-proof";

beforeAll(async () => {
  ({ akmola } = await openPortals());
  olga = await signedIn(akmola);
  clamd = await startFakeClamd();
  useTestEnvironment({ CLAMD_URL: clamd.url });
});
afterAll(() => clamd.stop());
beforeEach(async () => {
  await beginAnew();
  await db().delete(message);
});

const infectedPdf = () => files.pdf(`/Title (${virus})`);

async function upload(draftId: string, bytes: Uint8Array): Promise<string> {
  const wish = { regionId: akmola.id, draftId, paper, fileName: "a.pdf" };
  const opened = await openTicket(olga, wish, now);
  if (!opened.ok) throw new Error(opened.code);
  const done = await receiveUpload(olga, opened.value.id, bytes, now);
  if (!done.ok) throw new Error(done.code);
  return done.value.id;
}

/** An application with a privilege whose paper has these pages, taken while the scanner was silent. */
async function registeredWith(pages: readonly Uint8Array[]) {
  clamd.mood = "hanging-up";
  const privilege = { privileged: "on", privilegeCategory: "large-family" };
  const draftId = await draftFor(olga, akmola, privilege);
  const ids: string[] = [];
  for (const page of pages) ids.push(await upload(draftId, page));
  const text = await textOf(olga, akmola, draftId);
  const cms = sign(text.bytes, { iin: olga.iin });
  const done = await submit(olga, akmola, { requestId: text.requestId, cms });
  if (!done.ok) throw new Error(done.code);
  clamd.mood = "honest";
  await db().delete(message);
  return { ...done.value, ids };
}

const scanned = (id: string, at = later(60)) =>
  scanAttachment({ regionId: akmola.id, attachmentId: id }, at, tellOfLostPaper);

async function journalOf(number: string) {
  const view = await applicationView(olga, { regionId: akmola.id, number }, later(120));
  if (!view.ok) throw new Error(view.code);
  return view.value;
}

test("the family is told once a paper, by each channel, in its language, and the journal says what to do", async () => {
  const { ids, number, applicationId } = await registeredWith([infectedPdf(), infectedPdf()]);
  const before = await journalOf(number);
  expect(before.lostPapers).toEqual([]);
  for (const id of ids) await scanned(id);
  // A job that runs twice says nothing twice.
  for (const id of ids) await scanned(id);

  const messages = await db().select().from(message).orderBy(message.channel);
  const told = {
    template: "paper-infected",
    cause: `paper-infected:${applicationId}:${paper}`,
    params: { number },
    locale: "ru",
    personId: olga.personId,
    state: "queued",
  };
  expect(messages).toMatchObject([
    { ...told, channel: "email", recipient: "olga@example.kz" },
    { ...told, channel: "sms", recipient: "+77770001199" },
  ]);
  const jobs = await db().execute(
    sql`select 1 from graphile_worker.jobs where key = ${`send-message:${messages[0]?.id}`}`,
  );
  expect(jobs).toHaveLength(1);

  const after = await journalOf(number);
  expect(after.lostPapers).toEqual([paper]);
  expect(after.attachments).toEqual([]);
  // The place is not touched.
  expect(after.place).toEqual(before.place);
  expect(after.history.slice(before.history.length)).toMatchObject(
    ids.map(() => ({
      kind: "paper-removed",
      actorRole: "system",
      legalGround: "file-check",
      data: { paper, reason: "infected" },
    })),
  );
});

test("a clean file of the paper that comes later settles it; one that was there before does not", async () => {
  const { ids, number, applicationId } = await registeredWith([infectedPdf(), files.pdf()]);
  for (const id of ids) await scanned(id);
  expect((await journalOf(number)).lostPapers).toEqual([paper]);
  const [old] = await db()
    .select()
    .from(attachment)
    .where(eq(attachment.id, ids[1] ?? ""));
  if (!old) throw new Error("the clean page is gone");
  await db()
    .insert(attachment)
    .values({ ...old, id: newId(), applicationId, createdAt: later(90) });
  expect((await journalOf(number)).lostPapers).toEqual([]);
});

test("a file of a draft is told by its form: nothing is sent", async () => {
  clamd.mood = "hanging-up";
  const draftId = await draftFor(olga, akmola);
  const id = await upload(draftId, infectedPdf());
  clamd.mood = "honest";
  await scanned(id);
  expect(await db().select().from(message)).toEqual([]);
});

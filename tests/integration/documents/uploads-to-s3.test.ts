import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openAttachment } from "#lib/documents/attachment-views.ts";
import { sweepUploads } from "#lib/documents/sweep-uploads.ts";
import { openTicket, type Ticket } from "#lib/documents/upload-tickets.ts";
import { completeUpload } from "#lib/documents/uploads.ts";
import { newId } from "#lib/platform/ids.ts";
import type { ObjectStore } from "#lib/storage/object-store.ts";
import { s3Store } from "#lib/storage/s3.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import * as files from "#tests/support/hostile-files.ts";
import { type S3Server, startS3Server } from "#tests/support/s3-server.ts";
import { type Household, nobody, now, openDraft, settle } from "./household.ts";

useTestDatabase();

let house: Household;
let draftId: string;
let server: S3Server;
let store: ObjectStore;
beforeAll(async () => {
  house = await settle();
  server = await startS3Server();
  store = s3Store({ endpoint: server.endpoint, bucket: server.bucket, ...server.credentials });
});
afterAll(() => server.close());
beforeEach(async () => {
  server.objects.clear();
  draftId = await openDraft(house.akmola, house.olga);
});

async function ticket(mime: "image/jpeg" | "application/pdf" = "image/jpeg"): Promise<Ticket> {
  const wish = { regionId: house.akmola, draftId, paper: "privilege", fileName: "a.jpg", mime };
  const opened = await openTicket(house.olga, wish, now, store);
  if (!opened.ok) throw new Error(opened.code);
  return opened.value;
}

// What a browser does with a ticket: the fields first, the file last.
async function post({ target }: Ticket, bytes: Uint8Array): Promise<number> {
  if (target === null) throw new Error("S3 must give a target");
  const form = new FormData();
  for (const [name, value] of Object.entries(target.fields)) form.set(name, value);
  form.set("file", new Blob([new Uint8Array(bytes)]), "a.jpg");
  return (await fetch(target.url, { method: "POST", body: form })).status;
}

const refused = (code: string) => ({ ok: false, code });

test("a photo goes from the browser to quarantine and, drawn anew, to the clean side", async () => {
  const permit = await ticket();
  expect(await post(permit, await files.phonePhoto())).toBe(204);
  expect([...server.objects.keys()]).toEqual([`quarantine/${permit.id}`]);
  expect(await completeUpload(nobody, permit.id, now, store)).toMatchObject(refused("signed-out"));
  expect(await completeUpload(house.aigerim, permit.id, now, store)).toMatchObject(
    refused("not-yours"),
  );

  const done = await completeUpload(house.olga, permit.id, now, store);
  if (!done.ok) throw new Error(done.code);
  const keys = [...server.objects.keys()].toSorted();
  expect(keys).toHaveLength(2);
  expect(keys.every((key) => key.startsWith(`clean/${house.akmola}/${done.value.id}/`))).toBe(true);
  expect([...server.objects.values()].some((each) => each.bytes.includes("KezekPhone"))).toBe(
    false,
  );
  expect(await completeUpload(house.olga, permit.id, now, store)).toMatchObject(
    refused("ticket-used"),
  );
  const opened = await openAttachment(house.olga, house.akmola, done.value.id, "original", store);
  if (!opened.ok) throw new Error(opened.code);
  expect(Buffer.concat(await opened.value.stream.toArray()).byteLength).toBe(opened.value.size);
});

test("a file that is not there is «not arrived», and the ticket stays good", async () => {
  const permit = await ticket();
  expect(await completeUpload(house.olga, permit.id, now, store)).toMatchObject(
    refused("not-arrived"),
  );
  await post(permit, await files.phonePhoto());
  expect((await completeUpload(house.olga, permit.id, now, store)).ok).toBe(true);
});

test("a page that calls itself a photo is thrown out of quarantine", async () => {
  const permit = await ticket();
  await post(permit, files.html);
  expect(await completeUpload(house.olga, permit.id, now, store)).toMatchObject(
    refused("file-type"),
  );
  expect(server.objects.size).toBe(0);
});

test("a storage that does not keep its policy does not widen ours", async () => {
  const permit = await ticket("application/pdf");
  const bytes = Buffer.concat([files.pdf(), Buffer.alloc(permit.maxBytes)]);
  server.objects.set(`quarantine/${permit.id}`, { bytes, mime: "x/y", modifiedAt: new Date() });
  expect(await completeUpload(house.olga, permit.id, now, store)).toMatchObject(
    refused("file-too-large"),
  );
  expect(server.objects.size).toBe(0);
});

test("orphans are collected after a day, and nothing else", async () => {
  const permit = await ticket("application/pdf");
  await post(permit, files.pdf());
  const done = await completeUpload(house.olga, permit.id, now, store);
  if (!done.ok) throw new Error(done.code);
  const [kept] = [...server.objects.keys()];
  await store.put(`quarantine/${newId()}`, files.pdf(), { mime: "application/pdf" });
  const crashed = `clean/${house.akmola}/${newId()}/${newId()}`;
  await store.put(crashed, files.pdf(), { mime: "application/pdf" });
  await store.put(`${crashed}.preview`, files.pdf(), { mime: "image/jpeg" });
  await store.put(`issued/${house.akmola}/${newId()}.pdf`, files.pdf(), {
    mime: "application/pdf",
  });

  expect(await sweepUploads(new Date(), store)).toBe(0);
  expect(await sweepUploads(new Date(Date.now() + 25 * 3_600_000), store)).toBe(3);
  expect([...server.objects.keys()].toSorted()).toEqual([kept, expect.stringMatching(/^issued\//)]);
});

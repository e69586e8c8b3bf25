import { eq } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { applicationDraft } from "#db/schema/applications.ts";
import { attachment } from "#db/schema/documents.ts";
import type { Actor } from "#lib/access/actor.ts";
import { moveAttachment, removeAttachment } from "#lib/documents/attachment-commands.ts";
import { attachmentsOfDraft, openAttachment } from "#lib/documents/attachment-views.ts";
import { openTicket } from "#lib/documents/upload-tickets.ts";
import { attachmentOfTicket, receiveUpload } from "#lib/documents/uploads.ts";
import { newId } from "#lib/platform/ids.ts";
import { objectStore } from "#lib/storage/store.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import * as files from "#tests/support/hostile-files.ts";
import { type Household, later, nobody, now, openDraft, settle } from "./household.ts";

useTestDatabase();

let house: Household;
let draftId: string;
beforeAll(async () => {
  house = await settle();
});
beforeEach(async () => {
  draftId = await openDraft(house.akmola, house.olga);
});

async function ticket(changes: Record<string, unknown> = {}, actor: Actor = house.olga) {
  return openTicket(
    actor,
    { regionId: house.akmola, draftId, paper: "privilege", fileName: "анықтама.jpg", ...changes },
    now,
  );
}

async function ticketId(changes: Record<string, unknown> = {}): Promise<string> {
  const opened = await ticket(changes);
  if (!opened.ok) throw new Error(opened.code);
  return opened.value.id;
}

async function upload(bytes?: Uint8Array, changes: Record<string, unknown> = {}) {
  const id = await ticketId(changes);
  return receiveUpload(house.olga, id, bytes ?? (await files.phonePhoto()), now);
}

async function stored(prefix: string): Promise<string[]> {
  return (await Array.fromAsync(objectStore().list(prefix))).map((info) => info.key);
}

const refused = (code: string) => ({ ok: false, code });

describe("a ticket", () => {
  test("is for one's own open draft, in its region, after a strong sign-in", async () => {
    const light = { ...house.olga, strength: "light" as const };
    expect(await ticket({}, nobody)).toMatchObject(refused("signed-out"));
    expect(await ticket({}, light)).toMatchObject(refused("too-light"));
    expect(await ticket({}, house.aigerim)).toMatchObject(refused("not-yours"));
    expect(await ticket({ regionId: house.oral })).toMatchObject(refused("not-yours"));
    expect(await ticket({ draftId: newId() })).toMatchObject(refused("not-yours"));
    const sent = await openDraft(house.akmola, house.olga, { submittedAt: now });
    expect(await ticket({ draftId: sent })).toMatchObject(refused("draft-closed"));
    const thrown = await openDraft(house.akmola, house.olga, { discardedAt: now });
    expect(await ticket({ draftId: thrown })).toMatchObject(refused("draft-closed"));
  });

  test.each([
    ["no draft", { draftId: "x" }],
    ["a path as paper", { paper: "../../etc" }],
    ["a page as type", { mime: "text/html" }],
    ["something unasked", { role: "officer" }],
  ])("is refused as malformed with %s", async (_name, changes) => {
    expect(await ticket(changes)).toMatchObject(refused("malformed"));
  });

  test("is refused early for a file that says it is too large", async () => {
    expect(await ticket({ size: 30_000_000 })).toMatchObject(refused("file-too-large"));
  });

  test("works once", async () => {
    const id = await ticketId();
    const photo = await files.phonePhoto();
    const first = await receiveUpload(house.olga, id, photo, now);
    expect(first.ok).toBe(true);
    expect(await receiveUpload(house.olga, id, photo, now)).toMatchObject(refused("ticket-used"));
    // A browser that lost the answer learns what became of its file; nobody else does.
    expect((await attachmentOfTicket(house.olga, id))?.id).toBe(first.ok && first.value.id);
    expect(await attachmentOfTicket(house.aigerim, id)).toBeNull();
  });

  test("gives one attachment and no stray file to two uploads at once", async () => {
    const before = (await stored("clean/")).length;
    const id = await ticketId();
    const photo = await files.phonePhoto();
    const both = await Promise.all([1, 2].map(() => receiveUpload(house.olga, id, photo, now)));
    expect(both.filter((result) => result.ok)).toHaveLength(1);
    expect(both.find((result) => !result.ok)).toMatchObject(refused("ticket-used"));
    expect((await stored("clean/")).length - before).toBe(2); // the picture and its preview
  });

  test("ends after twenty minutes", async () => {
    const id = await ticketId();
    const photo = await files.phonePhoto();
    expect(await receiveUpload(house.olga, id, photo, later(20))).toMatchObject(
      refused("ticket-late"),
    );
    expect((await receiveUpload(house.olga, id, photo, later(19))).ok).toBe(true);
  });

  test("is worth nothing in other hands", async () => {
    const id = await ticketId();
    const photo = await files.phonePhoto();
    expect(await receiveUpload(nobody, id, photo, now)).toMatchObject(refused("signed-out"));
    expect(await receiveUpload(house.aigerim, id, photo, now)).toMatchObject(refused("not-yours"));
    expect(await receiveUpload(house.olga, newId(), photo, now)).toMatchObject(
      refused("not-yours"),
    );
    expect(await receiveUpload(house.olga, "1 or 1=1", photo, now)).toMatchObject(
      refused("not-yours"),
    );
    expect(await stored(`clean/${house.akmola}/${id}`)).toEqual([]);
  });

  test("closes with its draft, even when the file is on its way", async () => {
    const id = await ticketId();
    await db()
      .update(applicationDraft)
      .set({ submittedAt: now })
      .where(eq(applicationDraft.id, draftId));
    const before = await stored("clean/");
    expect(await receiveUpload(house.olga, id, await files.phonePhoto(), now)).toMatchObject(
      refused("draft-closed"),
    );
    expect(await stored("clean/")).toEqual(before);
  });
});

describe("a hostile file", () => {
  test.each<[string, () => Promise<Buffer> | Buffer, string]>([
    ["a page named .jpg", () => files.html, "file-type"],
    ["an SVG", () => files.svg, "file-type"],
    ["an archive", () => files.zip, "file-type"],
    ["the EICAR file", () => files.eicar, "file-type"],
    ["an empty file", () => Buffer.alloc(0), "file-empty"],
    ["30 megabytes", () => Buffer.alloc(30_000_000), "file-too-large"],
    ["a bomb of pixels", files.pixelBomb, "file-pixels"],
    ["a HEIC", files.heic, "file-heic"],
    ["half a photo", async () => (await files.phonePhoto()).subarray(0, 2000), "file-damaged"],
  ])("is refused, and nothing of it is kept: %s", async (_name, make, code) => {
    const before = await stored("");
    const id = await ticketId();
    const bytes = await make();
    expect(await receiveUpload(house.olga, id, bytes, now)).toMatchObject(refused(code));
    expect(await stored("")).toEqual(before);
    // Its ticket is spent: one permission is one try.
    expect(await receiveUpload(house.olga, id, bytes, now)).toMatchObject(refused("ticket-used"));
    expect(await attachmentsOfDraft(house.olga, house.akmola, draftId)).toMatchObject({
      value: [],
    });
  });
});

describe("the papers of a draft", () => {
  test("keep several pages in order, with a clean name and type", async () => {
    await upload(await files.phonePhoto(), { fileName: "C:\\Фото\\\u202Egpj.exe" });
    await upload(files.pdf(), { fileName: "справка.html" });
    await upload(await files.webp(), { fileName: "x.webp" });
    const list = await attachmentsOfDraft(house.olga, house.akmola, draftId);
    expect(list.ok && list.value.map((each) => [each.fileName, each.mime])).toEqual([
      ["gpj.jpg", "image/jpeg"],
      ["справка.pdf", "application/pdf"],
      ["x.jpg", "image/jpeg"],
    ]);
  });

  test("take no more files than the region allows, however fast they come", async () => {
    const ids: string[] = [];
    for (let i = 0; i < 7; i += 1) ids.push(await ticketId());
    const results = await Promise.all(
      ids.map((id) => receiveUpload(house.olga, id, files.pdf(), now)),
    );
    expect(results.filter((result) => result.ok)).toHaveLength(5);
    expect(results.find((result) => !result.ok)).toMatchObject(refused("too-many-files"));
    expect(await ticket()).toMatchObject(refused("too-many-files"));
    expect((await ticket({ paper: "pmpk" })).ok).toBe(true);
  });

  test("change places, and stay put at the ends", async () => {
    const made = [];
    for (const page of ["1", "2", "3"]) {
      const done = await upload(files.pdf(), { fileName: `${page}.pdf` });
      if (done.ok) made.push(done.value.id);
    }
    const [first = "", , last = ""] = made;
    const regionId = house.akmola;
    const order = async () => {
      const list = await attachmentsOfDraft(house.olga, regionId, draftId);
      return list.ok ? list.value.map((each) => each.fileName).join(" ") : list.code;
    };
    await moveAttachment(house.olga, { regionId, id: last, by: "up" });
    expect(await order()).toBe("1.pdf 3.pdf 2.pdf");
    await moveAttachment(house.olga, { regionId, id: first, by: "up" });
    await moveAttachment(house.olga, { regionId, id: first, by: "down" });
    expect(await order()).toBe("3.pdf 1.pdf 2.pdf");
    expect(await moveAttachment(house.aigerim, { regionId, id: first, by: "up" })).toMatchObject(
      refused("not-yours"),
    );
  });

  test("give a file back until it is sent; its row stays, its bytes go", async () => {
    const made = await upload();
    if (!made.ok) throw new Error(made.code);
    const wish = { regionId: house.akmola, id: made.value.id };
    expect(await removeAttachment(nobody, wish, now)).toMatchObject(refused("signed-out"));
    expect(await removeAttachment(house.aigerim, wish, now)).toMatchObject(refused("not-yours"));
    expect(
      await removeAttachment(house.olga, { ...wish, regionId: house.oral }, now),
    ).toMatchObject(refused("not-yours"));
    expect((await removeAttachment(house.olga, wish, now)).ok).toBe(true);
    expect((await removeAttachment(house.olga, wish, now)).ok).toBe(true);
    expect(await stored(`clean/${house.akmola}/${wish.id}/`)).toEqual([]);
    expect(await openAttachment(house.olga, wish.regionId, wish.id, "original")).toMatchObject(
      refused("not-yours"),
    );
    const [row] = await db().select().from(attachment).where(eq(attachment.id, wish.id));
    expect(row?.removedAt).toEqual(now);

    const kept = await upload();
    if (!kept.ok) throw new Error(kept.code);
    await db()
      .update(applicationDraft)
      .set({ submittedAt: now })
      .where(eq(applicationDraft.id, draftId));
    const late = { regionId: house.akmola, id: kept.value.id };
    expect(await removeAttachment(house.olga, late, now)).toMatchObject(refused("draft-closed"));
    expect(await moveAttachment(house.olga, { ...late, by: "up" })).toMatchObject(
      refused("draft-closed"),
    );
  });

  test("are seen by their owner alone, light or strong", async () => {
    const made = await upload();
    if (!made.ok) throw new Error(made.code);
    const { id } = made.value;
    const open = (actor: Actor, regionId = house.akmola) =>
      openAttachment(actor, regionId, id, "original");
    const light = { ...house.olga, strength: "light" as const };
    const mine = await open(light);
    expect(mine).toMatchObject({
      ok: true,
      value: { mime: "image/jpeg", fileName: "анықтама.jpg" },
    });
    if (!mine.ok) throw new Error(mine.code);
    expect((await mine.value.stream.toArray()).length).toBeGreaterThan(0);
    const preview = await openAttachment(house.olga, house.akmola, id, "preview");
    if (preview.ok) preview.value.stream.destroy();
    expect(preview.ok).toBe(true);
    expect(await open(nobody)).toMatchObject(refused("signed-out"));
    expect(await open(house.aigerim)).toMatchObject(refused("not-yours"));
    expect(await open(house.olga, house.oral)).toMatchObject(refused("not-yours"));
    expect(await attachmentsOfDraft(house.aigerim, house.akmola, draftId)).toMatchObject(
      refused("not-yours"),
    );
    expect(await attachmentsOfDraft(house.olga, house.oral, draftId)).toMatchObject(
      refused("not-yours"),
    );
  });
});

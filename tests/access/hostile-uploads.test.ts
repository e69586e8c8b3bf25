import "./next-request.ts";
import { eq } from "drizzle-orm";
import sharp from "sharp";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { db } from "#db/client.ts";
import { applicationDraft } from "#db/schema/applications.ts";
import { attachment, uploadTicket } from "#db/schema/documents.ts";
import { POST as completeRoute } from "#app/api/uploads/complete/route.ts";
import { POST as uploadRoute } from "#app/api/uploads/route.ts";
import { POST as ticketRoute } from "#app/api/uploads/tickets/route.ts";
import type { Actor } from "#lib/access/actor.ts";
import { objectStore } from "#lib/storage/store.ts";
import { type FakeClamd, startFakeClamd, virus } from "#tests/support/clamd.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { useTestEnvironment } from "#tests/support/environment.ts";
import * as files from "#tests/support/hostile-files.ts";
import { hostilePdfs } from "#tests/support/hostile-pdfs.ts";
import { heicPixelBomb, iphonePhoto } from "#tests/support/iphone-photo.ts";
import { type S3Server, startS3Server } from "#tests/support/s3-server.ts";
import { type Household, nobody, openDraft, settle } from "../integration/documents/household.ts";

// Every file and ticket that somebody might abuse, sent as a browser sends it, on either storage: answered as the
// contract says, and nothing of it stored.

const visitor = vi.hoisted(() => ({ actor: null as unknown }));
vi.mock("#app/_request/actor.ts", () => ({ getActor: async () => visitor.actor }));

useTestDatabase();

let house: Household;
let clamd: FakeClamd;
let s3: S3Server;
beforeAll(async () => {
  house = await settle();
  clamd = await startFakeClamd();
  s3 = await startS3Server();
});
afterAll(async () => {
  await clamd.stop();
  await s3.close();
});

const here = "http://localhost:3000";
const as = (actor: Actor) => {
  visitor.actor = actor;
};

function ask(path: string, body: BodyInit): Request {
  return new Request(`${here}${path}`, { method: "POST", body, headers: { origin: here } });
}

type Ticket = {
  readonly ticket: string;
  readonly url: string;
  readonly fields: Record<string, string>;
  readonly complete: boolean;
};

type Answer = { readonly status: number; readonly code?: string; readonly id?: string };

async function answerOf(response: Response): Promise<Answer> {
  const body = (await response.json()) as { code?: string; attachment?: { id: string } };
  return {
    status: response.status,
    ...(body.code ? { code: body.code } : {}),
    ...(body.attachment ? { id: body.attachment.id } : {}),
  };
}

describe.each(["folder", "s3"])("on %s", (driver) => {
  let draft: string;
  beforeEach(async () => {
    s3.objects.clear();
    const { endpoint, bucket, credentials } = s3;
    const settings = {
      S3_ENDPOINT: endpoint,
      S3_REGION: credentials.region,
      S3_BUCKET: bucket,
      S3_ACCESS_KEY_ID: credentials.accessKeyId,
      S3_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    };
    const none = Object.fromEntries(Object.keys(settings).map((name) => [name, ""]));
    useTestEnvironment({ CLAMD_URL: clamd.url, ...(driver === "s3" ? settings : none) });
    if (objectStore().kind !== driver) throw new Error(`not on ${driver}`);
    draft = await openDraft(house.akmola, house.olga);
    as(house.olga);
  });

  function askTicket(size: number, changes: Record<string, unknown> = {}): Promise<Response> {
    const wish = { region: "akmola", draft, paper: "privilege", fileName: "photo.jpg", size };
    return ticketRoute(
      ask("/api/uploads/tickets", JSON.stringify({ ...wish, mime: "image/jpeg", ...changes })),
    );
  }

  async function ticket(size = 9): Promise<Ticket> {
    const response = await askTicket(size);
    expect(response.status).toBe(201);
    return (await response.json()) as Ticket;
  }

  /** What the page's script does with a ticket: the fields, the file, and word that it has arrived. */
  async function use(
    { ticket: id, url, fields, complete }: Ticket,
    bytes: Uint8Array,
    changed: Record<string, string> = {},
  ): Promise<Answer> {
    const form = new FormData();
    for (const [name, value] of Object.entries({ ...fields, ...changed })) form.set(name, value);
    form.set("file", new Blob([new Uint8Array(bytes)]), "photo.jpg");
    if (!complete) return answerOf(await uploadRoute(ask(url, form)));
    await fetch(url, { method: "POST", body: form });
    return answerOf(await completeRoute(ask("/x", JSON.stringify({ ticket: id }))));
  }

  async function send(bytes: Uint8Array): Promise<Answer> {
    const response = await askTicket(bytes.byteLength);
    return response.status === 201
      ? use((await response.json()) as Ticket, bytes)
      : answerOf(response);
  }

  async function stored(): Promise<string[]> {
    return (await Array.fromAsync(objectStore().list(""))).map(({ key }) => key).toSorted();
  }

  const rows = () => db().select().from(attachment).where(eq(attachment.draftId, draft));

  test.each<[string, () => Promise<Uint8Array> | Uint8Array, number, string]>([
    ["a page named .jpg", () => files.html, 415, "file-type"],
    ["an SVG", () => files.svg, 415, "file-type"],
    ["a GIF", () => files.gif, 415, "file-type"],
    ["the EICAR file", () => files.eicar, 415, "file-type"],
    ["EICAR in a PDF", () => files.pdf(`/Title (${virus})`), 422, "file-infected"],
    [
      "EICAR behind a photo",
      async () => Buffer.concat([await files.phonePhoto(), Buffer.from(virus)]),
      422,
      "file-infected",
    ],
    ["an empty file", () => new Uint8Array(), 422, "file-empty"],
    ["a file of 30 MB", () => Buffer.alloc(30_000_000, 1), 413, "file-too-large"],
    ["a photo of 40 megapixels", fortyMegapixels, 422, "file-pixels"],
    ["a bomb of pixels", files.pixelBomb, 422, "file-pixels"],
    ["a bomb of pixels from an iPhone", heicPixelBomb, 422, "file-pixels"],
    ["a HEIC without a picture", files.heic, 415, "file-heic"],
    ["an archive", () => files.zip, 415, "file-type"],
    ["a PDF and an archive in one", hostilePdf("an archive behind it"), 415, "file-type"],
    ["a page and a PDF in one", () => Buffer.concat([files.html, files.pdf()]), 415, "file-type"],
    ["a PDF and a page in one", hostilePdf("with something behind its end"), 422, "file-damaged"],
    [
      "a PDF that unpacks to a gigabyte",
      hostilePdf("that unpacks to a gigabyte"),
      422,
      "file-damaged",
    ],
    ["a PDF with a script", hostilePdf("a script on opening"), 422, "file-pdf-active"],
    [
      "a PDF with a hidden script",
      hostilePdf("a script in a packed stream of objects"),
      422,
      "file-pdf-active",
    ],
    ["a PDF with an attached program", hostilePdf("an attached file"), 422, "file-pdf-active"],
    ["a PDF with a password", hostilePdf("a password"), 422, "file-pdf-locked"],
    ["a book", hostilePdf("a hundred and one pages"), 422, "file-pdf-long"],
    ["half a photo", async () => (await files.phonePhoto()).subarray(0, 2000), 422, "file-damaged"],
  ])("%s", { timeout: 30_000 }, async (_name, make, status, code) => {
    const before = await stored();
    expect(await send(await make())).toEqual({ status, code });
    expect(await stored()).toEqual(before);
    expect(await rows()).toEqual([]);
  });

  test.each<[string, () => Promise<Buffer> | Buffer]>([
    [
      "a photo with a page behind it",
      async () => Buffer.concat([await files.phonePhoto(), files.html]),
    ],
    [
      "a photo with an archive behind it",
      async () => Buffer.concat([await files.phonePhoto(), files.zip]),
    ],
    ["an iPhone's photo with its place", iphonePhoto],
  ])("%s is taken without it", async (_name, make) => {
    const done = await send(await make());
    expect(done).toMatchObject({ status: 201 });
    expect(await rows()).toMatchObject([{ id: done.id, mime: "image/jpeg", scan: "clean" }]);
    for (const key of (await stored()).filter((each) => each.includes(String(done.id)))) {
      const found = await objectStore().get(key);
      const bytes = Buffer.concat((await found?.stream.toArray()) ?? []);
      for (const hidden of ["<script", "PK\x03\x04", "KezekPhone", "GPS"]) {
        expect(bytes.includes(hidden, 0, "latin1")).toBe(false);
      }
    }
  });

  test("a file larger than it says is not taken", async () => {
    const permit = await ticket(9);
    const done = await use(permit, Buffer.alloc(12_000_000, 1));
    // The storage itself refused it, so it never arrived; the portal's own route can say why.
    expect(done).toEqual(
      driver === "s3"
        ? { status: 409, code: "not-arrived" }
        : { status: 413, code: "file-too-large" },
    );
    expect(await rows()).toEqual([]);
  });

  test("a ticket used twice", async () => {
    const permit = await ticket();
    const first = await use(permit, files.pdf());
    expect(first.status).toBe(201);
    // Whose answer was lost learns what became of the file; a second file does not get in.
    expect(await use(permit, await files.phonePhoto())).toEqual({
      status: 409,
      code: "ticket-used",
      id: first.id,
    });
    expect(await rows()).toMatchObject([{ id: first.id, mime: "application/pdf" }]);
  });

  test("a ticket used twice, the first time for a file that was refused", async () => {
    const permit = await ticket();
    expect((await use(permit, files.html)).status).toBe(415);
    expect(await use(permit, files.pdf())).toEqual({ status: 409, code: "ticket-used" });
    expect(await rows()).toEqual([]);
  });

  test("a ticket that is late", async () => {
    const permit = await ticket();
    await db()
      .update(uploadTicket)
      .set({ expiresAt: new Date("2020-01-01T00:00:00Z") })
      .where(eq(uploadTicket.id, permit.ticket));
    expect(await use(permit, files.pdf())).toEqual({ status: 409, code: "ticket-late" });
    expect(await rows()).toEqual([]);
  });

  test("a ticket in another person's hands, or in nobody's", async () => {
    const permit = await ticket();
    as(house.aigerim);
    expect(await use(permit, files.pdf())).toEqual({ status: 404, code: "not-yours" });
    as(nobody);
    expect(await use(permit, files.pdf())).toEqual({ status: 401, code: "signed-out" });
    as({ ...house.olga, strength: "light" });
    expect(await use(permit, files.pdf())).toEqual({ status: 403, code: "too-light" });
    expect(await rows()).toEqual([]);
    as(house.olga);
    expect((await use(permit, files.pdf())).status).toBe(201);
  });

  test("a ticket for another application", async () => {
    const other = await openDraft(house.akmola, house.olga);
    expect(await answerOf(await askTicket(9, { region: "oral" }))).toEqual({
      status: 404,
      code: "not-yours",
    });
    const foreign = await openDraft(house.akmola, house.aigerim);
    expect((await askTicket(9, { draft: foreign })).status).toBe(404);

    const [mine, theirs] = [await ticket(), await ticket()];
    const key = theirs.fields["key"] ?? "";
    const attempts: readonly [Ticket, Record<string, string>][] =
      driver === "s3"
        ? // The policy names the key: one ticket's permission opens no other's place.
          [
            [mine, { key }],
            [{ ...theirs, fields: mine.fields }, {}],
          ]
        : [
            [mine, { draft: other }],
            [mine, { paper: "pmpk" }],
          ];
    const refused =
      driver === "s3" ? { status: 409, code: "not-arrived" } : { status: 404, code: "not-yours" };
    for (const [shown, changed] of attempts) {
      expect(await use(shown, files.pdf(), changed)).toEqual(refused);
    }
    const all = await db().select({ draftId: attachment.draftId }).from(attachment);
    expect(all.filter(({ draftId }) => [draft, other, foreign].includes(draftId))).toEqual([]);
  });

  test("a ticket for an application that was sent meanwhile", async () => {
    const permit = await ticket();
    await db()
      .update(applicationDraft)
      .set({ submittedAt: new Date() })
      .where(eq(applicationDraft.id, draft));
    expect(await use(permit, files.pdf())).toEqual({ status: 409, code: "draft-closed" });
    expect((await askTicket(9)).status).toBe(409);
    expect(await rows()).toEqual([]);
  });

  test("a ticket that was never given", async () => {
    const made = {
      ...(await ticket()),
      ticket: "0b0e5d4e-3f6c-4a55-9a8e-0d8d5c3e1f00",
    };
    const fields = made.complete ? made.fields : { ticket: made.ticket };
    expect(await use({ ...made, fields }, files.pdf())).toEqual({ status: 404, code: "not-yours" });
  });
});

function hostilePdf(name: string): () => Buffer {
  const found = hostilePdfs.find(([each]) => each === name);
  if (!found) throw new Error(`no hostile PDF ${name}`);
  return found[1];
}

function fortyMegapixels(): Promise<Buffer> {
  return sharp({ create: { width: 8000, height: 5000, channels: 3, background: "#7a5c3e" } })
    .jpeg()
    .toBuffer();
}

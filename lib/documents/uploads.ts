import { and, eq, max } from "drizzle-orm";
import { db, transaction, type Tx } from "#db/client.ts";
import { attachment, uploadTicket } from "#db/schema/documents.ts";
import type { Actor } from "#lib/access/actor.ts";
import { addJob } from "#lib/jobs/add-job.ts";
import { log } from "#lib/platform/log.ts";
import { newId, sha256Hex } from "#lib/platform/ids.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import { type ObjectStore, readObject } from "#lib/storage/object-store.ts";
import { cleanImage, cleanPdf } from "#lib/storage/sanitize.ts";
import { scan, scannerThere } from "#lib/storage/scan.ts";
import { sniff } from "#lib/storage/sniff.ts";
import { objectStore } from "#lib/storage/store.ts";
import { type AttachmentView, previewKey, viewOf } from "./attachment-views.ts";
import { fileNameFor } from "./file-name.ts";
import { scanKey } from "./scan-attachments.ts";
import type { UploadCode } from "./upload-codes.ts";
import { hasRoom, ownTicket, type TicketRow, uploadLimits, useTicket } from "./upload-tickets.ts";

type CleanFile = {
  readonly bytes: Uint8Array;
  readonly mime: string;
  readonly preview: Uint8Array | null;
  /** What the virus scanner said of it as it came. */
  readonly scan: "clean" | "not-scanned";
};

/**
 * The file of a ticket, posted to the portal itself. See `openTicket` for who may.
 * @param said what else the form says the file is for, empty where it says nothing; a ticket is good for its own draft
 * and paper and is not used up by being shown elsewhere
 */
export async function receiveUpload(
  actor: Actor,
  ticketId: string,
  bytes: Uint8Array,
  now: Date,
  said: { readonly draft?: string; readonly paper?: string } = {},
  store: ObjectStore = objectStore(),
): Promise<Result<AttachmentView, UploadCode>> {
  const ticket = await ownTicket(db(), actor, ticketId, now);
  if (!ticket.ok) return ticket;
  const { draftId, paper } = ticket.value;
  if ((said.draft || draftId) !== draftId || (said.paper || paper) !== paper) {
    return fail("not-yours");
  }
  return take(ticket.value, bytes, now, store);
}

/**
 * The file of a ticket, posted by the browser to the storage: taken out of quarantine, looked at, drawn anew, kept.
 * `not-arrived`: nothing lies there yet.
 */
export async function completeUpload(
  actor: Actor,
  ticketId: string,
  now: Date,
  store: ObjectStore = objectStore(),
): Promise<Result<AttachmentView, UploadCode>> {
  const found = await ownTicket(db(), actor, ticketId, now);
  if (!found.ok) return found;
  const ticket = found.value;
  const info = await store.head(ticket.storageKey);
  if (info === null) return fail("not-arrived");
  // The policy of the POST has bounded it already; not every compatible storage keeps its word.
  const tooLarge = info.size > ticket.maxBytes;
  const bytes = tooLarge ? null : await readObject(store, ticket.storageKey, ticket.maxBytes);
  if (!tooLarge && bytes === null) return fail("not-arrived");
  const taken =
    bytes === null
      ? await refuse(ticket, "file-too-large", now)
      : await take(ticket, bytes, now, store);
  await discard(store, [ticket.storageKey]);
  return taken;
}

/**
 * The attachment a used ticket became, for a browser that lost the answer and asks again; null when the file was
 * refused or removed. Only the person of the ticket learns it.
 */
export async function attachmentOfTicket(
  actor: Actor,
  ticketId: string,
): Promise<AttachmentView | null> {
  if (actor.kind !== "person") return null;
  const [row] = await db()
    .select({ attachment })
    .from(uploadTicket)
    .innerJoin(
      attachment,
      and(
        eq(attachment.regionId, uploadTicket.regionId),
        eq(attachment.id, uploadTicket.attachmentId),
      ),
    )
    .where(and(eq(uploadTicket.id, ticketId), eq(uploadTicket.personId, actor.personId)));
  return row && row.attachment.removedAt === null ? viewOf(row.attachment) : null;
}

async function take(
  ticket: TicketRow,
  bytes: Uint8Array,
  now: Date,
  store: ObjectStore,
): Promise<Result<AttachmentView, UploadCode>> {
  if (bytes.byteLength > ticket.maxBytes) return refuse(ticket, "file-too-large", now);
  const clean = await cleanFile(bytes);
  if (!clean.ok) return refuse(ticket, clean.code, now);

  // A name of its own for every try: of two uploads with one ticket the loser must not lie under the winner's row.
  const key = `clean/${ticket.regionId}/${ticket.attachmentId}/${newId()}`;
  const { preview, mime } = clean.value;
  await store.put(key, clean.value.bytes, { mime });
  if (preview) await store.put(previewKey(key), preview, { mime: "image/jpeg" });

  const written = await transaction((tx) => write(tx, ticket, clean.value, key, now));
  if (!written.ok) await discard(store, [key, ...(preview ? [previewKey(key)] : [])]);
  return written;
}

async function cleanFile(bytes: Uint8Array): Promise<Result<CleanFile, UploadCode>> {
  const kind = await sniff(bytes);
  if (!kind.ok) return kind;
  // As it came, before anything of ours unpacks it. A silent scanner stops no family: the file is scanned later.
  const verdict = await scan(bytes);
  if (verdict === "infected") return fail("file-infected");
  const scanned = verdict === "clean" ? ("clean" as const) : ("not-scanned" as const);
  if (kind.value !== "pdf") {
    const image = await cleanImage(bytes, kind.value);
    return image.ok ? ok({ ...image.value, scan: scanned }) : image;
  }
  // A PDF is kept as it came, and only if it is nothing but pages; it is only ever sent back as a download.
  const pdf = await cleanPdf(bytes);
  if (!pdf.ok) return pdf;
  return ok({ bytes, mime: "application/pdf", preview: null, scan: scanned });
}

async function write(
  tx: Tx,
  ticket: TicketRow,
  file: CleanFile,
  storageKey: string,
  now: Date,
): Promise<Result<AttachmentView, UploadCode>> {
  const used = await useTicket(tx, ticket, now);
  if (!used.ok) return used;
  const draft = { regionId: ticket.regionId, id: ticket.draftId };
  const { queueType } = used.value;
  const limits = await uploadLimits({ regionId: draft.regionId, queueType, at: now }, tx);
  // Tickets are opened side by side; only here, behind the lock of the draft, is the number of files sure.
  if (!(await hasRoom(tx, draft, ticket.paper, limits))) return fail("too-many-files");
  const [last] = await tx
    .select({ position: max(attachment.position) })
    .from(attachment)
    .where(
      and(
        eq(attachment.regionId, ticket.regionId),
        eq(attachment.draftId, ticket.draftId),
        eq(attachment.paper, ticket.paper),
      ),
    );
  const [row] = await tx
    .insert(attachment)
    .values({
      regionId: ticket.regionId,
      id: ticket.attachmentId,
      ownerId: ticket.personId,
      draftId: ticket.draftId,
      paper: ticket.paper,
      position: (last?.position ?? 0) + 1,
      fileName: fileNameFor(ticket.fileName, file.mime),
      mime: file.mime,
      size: file.bytes.byteLength,
      sha256: sha256Hex(file.bytes),
      storageKey,
      state: "clean",
      scan: file.scan,
      createdAt: now,
    })
    .returning();
  if (!row) throw new Error("the attachment was not written");
  if (file.scan === "not-scanned" && scannerThere()) {
    const payload = { regionId: row.regionId, attachmentId: row.id };
    await addJob(tx, "scan-attachment", payload, { key: scanKey(row.id) });
  }
  return ok(viewOf(row));
}

// A refused file uses its ticket up: nobody tries a thousand files with one permission.
async function refuse(
  ticket: TicketRow,
  code: UploadCode,
  now: Date,
): Promise<Result<never, UploadCode>> {
  const used = await transaction((tx) => useTicket(tx, ticket, now));
  log.info("upload refused", { reason: code, ticket: ticket.id, paper: ticket.paper });
  return used.ok ? fail(code) : used;
}

// What cannot be deleted now is an orphan, and orphans are collected at night.
async function discard(store: ObjectStore, keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    try {
      await store.delete(key);
    } catch (error) {
      log.warn("stored object not deleted", { key, error });
    }
  }
}

import { and, eq, isNull } from "drizzle-orm";
import { db, transaction, type Tx } from "#db/client.ts";
import { attachment } from "#db/schema/documents.ts";
import { anonymous } from "#lib/access/actor.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { addJob } from "#lib/jobs/add-job.ts";
import { log } from "#lib/platform/log.ts";
import { requestContext } from "#lib/platform/request-context.ts";
import { type ObjectStore, readObject } from "#lib/storage/object-store.ts";
import { scan, scannerThere } from "#lib/storage/scan.ts";
import { objectStore } from "#lib/storage/store.ts";
import { type AttachmentRow, attachmentRow, previewKey } from "./attachment-views.ts";

// No file is larger: app/api/uploads/request.ts reads no more.
const largest = 26_000_000;

/** Says to whom it concerns, in the same transaction, that a file is being thrown out. */
type Teller = (tx: Tx, file: AttachmentRow, now: Date) => Promise<void>;

/**
 * Has a stored file scanned that the scanner was silent about when it came. An infected one is thrown out: its row
 * stays, rejected, its bytes go, and `tell` is called. A scanner that is still silent fails the job, which comes back
 * later.
 */
export async function scanAttachment(
  { regionId, attachmentId }: { readonly regionId: number; readonly attachmentId: string },
  now: Date,
  tell: Teller,
  store: ObjectStore = objectStore(),
): Promise<void> {
  const row = await attachmentRow(db(), regionId, attachmentId);
  if (row === null || !waits(row) || !scannerThere()) return;
  const bytes = await readObject(store, row.storageKey, largest);
  if (bytes === null) return log.warn("file to be scanned is gone", { key: row.storageKey });
  const verdict = await scan(bytes);
  if (verdict === "silent") throw new ScannerSilent("the virus scanner is silent");
  if (verdict === "clean") {
    await db().update(attachment).set({ scan: "clean" }).where(thisOne(row));
    return;
  }
  log.error("stored file is infected", { attachment: row.id, paper: row.paper });
  await transaction(async (tx) => {
    const [thrownOut] = await tx
      .update(attachment)
      .set({ state: "rejected", removedAt: now })
      .where(and(thisOne(row), eq(attachment.state, "clean")))
      .returning();
    if (thrownOut === undefined) return;
    await recordAudit(tx, {
      actor: anonymous("kk"),
      action: "attachment.reject",
      role: "system",
      regionId,
      subject: { kind: "attachment", id: row.id },
      concernsId: row.ownerId,
      detail: { paper: row.paper, reason: "infected" },
      requestId: requestContext()?.requestId ?? null,
      at: now,
    });
    // The row as it is now: the draft may have become an application while the scanner was looking.
    await tell(tx, thrownOut, now);
  });
  // The row first: should the storage be down now, nobody is handed the file all the same, and the sweep collects it.
  await store.delete(row.storageKey);
  await store.delete(previewKey(row.storageKey));
}

/** Every night: what no scanner has seen yet gets its job again. Returns how many. */
export async function scanWhatWaits(): Promise<number> {
  if (!scannerThere()) return 0;
  const rows = await db()
    .select({ regionId: attachment.regionId, id: attachment.id })
    .from(attachment)
    .where(
      and(
        eq(attachment.scan, "not-scanned"),
        eq(attachment.state, "clean"),
        isNull(attachment.removedAt),
      ),
    )
    .limit(atOnce);
  await transaction(async (tx) => {
    for (const { regionId, id } of rows) {
      const payload = { regionId, attachmentId: id };
      await addJob(tx, "scan-attachment", payload, { key: scanKey(id) });
    }
  });
  return rows.length;
}

// A portal that gets its scanner after a year has more to look through than one night takes.
const atOnce = 5000;

/** One waiting job a file. */
export function scanKey(attachmentId: string): string {
  return `scan:${attachmentId}`;
}

class ScannerSilent extends Error {
  override name = "ScannerSilent";
}

function waits(row: AttachmentRow): boolean {
  return row.state === "clean" && row.scan === "not-scanned" && row.removedAt === null;
}

function thisOne(row: AttachmentRow) {
  return and(eq(attachment.regionId, row.regionId), eq(attachment.id, row.id));
}

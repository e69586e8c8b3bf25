import { and, asc, eq, isNull } from "drizzle-orm";
import { transaction, type Tx } from "#db/client.ts";
import { attachment } from "#db/schema/documents.ts";
import type { ActionName } from "#lib/access/actions.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize } from "#lib/access/authorize.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { log } from "#lib/platform/log.ts";
import { requestContext } from "#lib/platform/request-context.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import { objectStore } from "#lib/storage/store.ts";
import { type AttachmentRow, attachmentRow, previewKey } from "./attachment-views.ts";
import { holdOpenDraft } from "./draft-access.ts";
import { attachmentInput, moveInput } from "./input.ts";
import type { UploadCode } from "./upload-codes.ts";

/**
 * Takes a file out of one's own open draft. The row stays, the bytes go: nobody needs the photo of a paper that was
 * taken back. Twice is as good as once.
 */
export async function removeAttachment(
  actor: Actor,
  input: { readonly regionId: number; readonly id: string },
  now: Date,
): Promise<Result<{ readonly draftId: string }, UploadCode>> {
  const parsed = attachmentInput.safeParse(input);
  if (!parsed.success) return fail("malformed");
  const removed = await transaction(async (tx): Promise<Result<AttachmentRow, UploadCode>> => {
    const found = await changeable(tx, actor, "attachment.delete", parsed.data);
    if (!found.ok) return found;
    const row = found.value;
    if (row.removedAt !== null) return found;
    await tx.update(attachment).set({ removedAt: now }).where(thisOne(row));
    await recordAudit(tx, {
      actor,
      action: "attachment.delete",
      role: "parent",
      regionId: row.regionId,
      subject: { kind: "attachment", id: row.id },
      concernsId: row.ownerId,
      detail: { paper: row.paper },
      requestId: requestContext()?.requestId ?? null,
      at: now,
    });
    return found;
  });
  if (!removed.ok) return removed;
  const { storageKey, draftId } = removed.value;
  try {
    await objectStore().delete(storageKey);
    await objectStore().delete(previewKey(storageKey));
  } catch (error) {
    log.warn("stored object not deleted", { key: storageKey, error });
  }
  return ok({ draftId });
}

/** Moves a page one place up or down within its paper; at the end of the list it stays where it is. */
export async function moveAttachment(
  actor: Actor,
  input: { readonly regionId: number; readonly id: string; readonly by: "up" | "down" },
): Promise<Result<{ readonly draftId: string }, UploadCode>> {
  const parsed = moveInput.safeParse(input);
  if (!parsed.success) return fail("malformed");
  const { regionId, id, by } = parsed.data;
  return transaction(async (tx) => {
    const found = await changeable(tx, actor, "attachment.upload", { regionId, id });
    if (!found.ok) return found;
    const row = found.value;
    if (row.removedAt !== null) return fail("not-yours");
    const pages = await tx
      .select()
      .from(attachment)
      .where(
        and(
          eq(attachment.regionId, regionId),
          eq(attachment.draftId, row.draftId),
          eq(attachment.paper, row.paper),
          isNull(attachment.removedAt),
        ),
      )
      .orderBy(asc(attachment.position));
    const place = pages.findIndex((page) => page.id === id);
    const neighbour = pages[by === "up" ? place - 1 : place + 1];
    if (neighbour) {
      await tx.update(attachment).set({ position: neighbour.position }).where(thisOne(row));
      await tx.update(attachment).set({ position: row.position }).where(thisOne(neighbour));
    }
    return ok({ draftId: row.draftId });
  });
}

// The row is read once to know whose draft it is and again behind the draft's lock, when nobody moves it any more.
async function changeable(
  tx: Tx,
  actor: Actor,
  action: ActionName,
  { regionId, id }: { readonly regionId: number; readonly id: string },
): Promise<Result<AttachmentRow, UploadCode>> {
  const row = await attachmentRow(tx, regionId, id);
  const verdict = authorize(actor, action, {
    regionId,
    ownerIds: row ? [row.ownerId] : [],
  });
  if (!verdict.ok) return verdict;
  if (row === null) return fail("not-yours");
  if ((await holdOpenDraft(tx, regionId, row.draftId)) === null) return fail("draft-closed");
  const held = await attachmentRow(tx, regionId, id);
  return held === null ? fail("not-yours") : ok(held);
}

function thisOne(row: AttachmentRow) {
  return and(eq(attachment.regionId, row.regionId), eq(attachment.id, row.id));
}

import { db } from "#db/client.ts";
import type { Actor } from "#lib/access/actor.ts";
import { attachmentsOfDraft, type AttachmentView } from "#lib/documents/attachment-views.ts";
import { isOpenSupplement } from "#lib/documents/supplement.ts";
import { uploadLimits, type UploadLimits } from "#lib/documents/upload-tickets.ts";

/** The papers that a person has brought so far for an application, not handed in yet. */
export type Collection = {
  readonly id: string;
  readonly files: readonly AttachmentView[];
  readonly limits: UploadLimits;
};

/** The collection of this id; null for one that is closed, of another application or not the person's. */
export async function collectionOf(
  actor: Actor,
  application: { readonly regionId: number; readonly id: string; readonly queueType: string },
  id: string,
  now: Date,
): Promise<Collection | null> {
  if (actor.kind !== "person") return null;
  const { regionId, queueType } = application;
  const own = { regionId, applicationId: application.id, personId: actor.personId };
  if (!(await isOpenSupplement(db(), id, own))) return null;
  const [files, limits] = await Promise.all([
    attachmentsOfDraft(actor, regionId, id),
    uploadLimits({ regionId, queueType, at: now }),
  ]);
  return files.ok ? { id, files: files.value, limits } : null;
}

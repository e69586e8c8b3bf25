import type { Readable } from "node:stream";
import { and, asc, eq, gt, isNull } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { db, type Queryable } from "#db/client.ts";
import { attachment } from "#db/schema/documents.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize, type Refusal } from "#lib/access/authorize.ts";
import { ownersOfApplication } from "#lib/people/representation.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import type { ObjectStore } from "#lib/storage/object-store.ts";
import { objectStore } from "#lib/storage/store.ts";
import { draftForPapers } from "./draft-access.ts";
import { fileNameFor } from "./file-name.ts";
import { isUuid } from "./upload-tickets.ts";

/** One file of a paper, as a page shows it. */
export type AttachmentView = {
  readonly id: string;
  readonly paper: string;
  readonly fileName: string;
  readonly mime: string;
  /** Bytes. */
  readonly size: number;
  /** Of the kept file, lower-case hex: what the signed text names. */
  readonly sha256: string;
  readonly hasPreview: boolean;
};

export type AttachmentRow = typeof attachment.$inferSelect;

/** The files of a draft, paper by paper, in the order of their pages. */
export async function attachmentsOfDraft(
  actor: Actor,
  regionId: number,
  draftId: string,
  from: Queryable = db(),
): Promise<Result<AttachmentView[], Refusal>> {
  if (!isUuid(draftId)) return fail("not-yours");
  const found = await draftForPapers(from, actor, "attachment.read", regionId, draftId);
  if (!found.ok) return found;
  const rows = await rowsWhere(from, eq(attachment.draftId, draftId), regionId);
  return ok(rows.map(viewOf));
}

/** The files that came with an application. */
export async function attachmentsOfApplication(
  actor: Actor,
  regionId: number,
  applicationId: string,
  from: Queryable = db(),
): Promise<Result<AttachmentView[], Refusal>> {
  const owners = isUuid(applicationId)
    ? await ownersOfApplication(from, regionId, applicationId)
    : [];
  const verdict = authorize(actor, "attachment.read", { regionId, ownerIds: owners });
  if (!verdict.ok) return verdict;
  const rows = await rowsWhere(from, eq(attachment.applicationId, applicationId), regionId);
  const mine = rows.filter((row) => ownersOfFile(row, owners).some((id) => isActor(actor, id)));
  return ok(mine.map(viewOf));
}

/**
 * Papers that tell where and how the one who signed lives, and nothing of the child: the other parent has no part in
 * them.
 */
const signersOwn: ReadonlySet<string> = new Set(["non-resident-proof"]);

/** Whose a file is: whoever put it there, and the other owners of the application where it is about the child. */
function ownersOfFile(row: AttachmentRow, owners: readonly string[]): readonly string[] {
  return signersOwn.has(row.paper) ? [row.ownerId] : [row.ownerId, ...owners];
}

function isActor(actor: Actor, personId: string): boolean {
  return actor.kind === "person" && actor.personId === personId;
}

/** The papers of an application of which a file was thrown out and none has come since. The caller has authorized it. */
export async function lostPapersOf(
  from: Queryable,
  regionId: number,
  applicationId: string,
): Promise<string[]> {
  const later = alias(attachment, "later");
  const rows = await from
    .selectDistinct({ paper: attachment.paper })
    .from(attachment)
    .leftJoin(
      later,
      and(
        eq(later.regionId, attachment.regionId),
        eq(later.applicationId, attachment.applicationId),
        eq(later.paper, attachment.paper),
        eq(later.state, "clean"),
        isNull(later.removedAt),
        gt(later.createdAt, attachment.removedAt),
      ),
    )
    .where(
      and(
        eq(attachment.regionId, regionId),
        eq(attachment.applicationId, applicationId),
        eq(attachment.state, "rejected"),
        isNull(later.id),
      ),
    )
    .orderBy(asc(attachment.paper));
  return rows.map(({ paper }) => paper);
}

export type OpenedFile = {
  readonly stream: Readable;
  readonly mime: string;
  readonly size: number;
  readonly fileName: string;
};

/** The bytes of a file of one's own or of one's child, or of its preview. The region is part of its name: elsewhere it does not exist. */
export async function openAttachment(
  actor: Actor,
  regionId: number,
  id: string,
  variant: "original" | "preview",
  store: ObjectStore = objectStore(),
): Promise<Result<OpenedFile, Refusal>> {
  const row = isUuid(id) ? await attachmentRow(db(), regionId, id) : null;
  const owners =
    row === null || row.applicationId === null
      ? []
      : await ownersOfApplication(db(), regionId, row.applicationId);
  const verdict = authorize(actor, "attachment.read", {
    regionId,
    ownerIds: row ? ownersOfFile(row, owners) : [],
  });
  if (!verdict.ok) return verdict;
  if (row === null || row.removedAt !== null || row.state !== "clean") return fail("not-yours");
  if (variant === "preview" && !hasPreview(row.mime)) return fail("not-yours");
  const found = await store.get(
    variant === "preview" ? previewKey(row.storageKey) : row.storageKey,
  );
  if (found === null) return fail("not-yours");
  const mime = variant === "preview" ? "image/jpeg" : row.mime;
  const fileName = fileNameFor(row.fileName, mime);
  return ok({ stream: found.stream, mime, size: found.info.size, fileName });
}

export async function attachmentRow(
  from: Queryable,
  regionId: number,
  id: string,
): Promise<AttachmentRow | null> {
  const [row] = await from
    .select()
    .from(attachment)
    .where(and(eq(attachment.regionId, regionId), eq(attachment.id, id)));
  return row ?? null;
}

/** Where the preview of a picture lies. */
export function previewKey(storageKey: string): string {
  return `${storageKey}.preview`;
}

export function viewOf(row: AttachmentRow): AttachmentView {
  return {
    id: row.id,
    paper: row.paper,
    fileName: row.fileName,
    mime: row.mime,
    size: row.size,
    sha256: row.sha256,
    hasPreview: hasPreview(row.mime),
  };
}

function hasPreview(mime: string): boolean {
  return mime.startsWith("image/");
}

async function rowsWhere(
  from: Queryable,
  whose: ReturnType<typeof eq>,
  regionId: number,
): Promise<AttachmentRow[]> {
  return await from
    .select()
    .from(attachment)
    .where(
      and(
        eq(attachment.regionId, regionId),
        whose,
        isNull(attachment.removedAt),
        eq(attachment.state, "clean"),
      ),
    )
    .orderBy(asc(attachment.paper), asc(attachment.position));
}

import { and, count, eq, gt, isNull } from "drizzle-orm";
import { type Queryable, transaction, type Tx } from "#db/client.ts";
import { attachment, uploadTicket } from "#db/schema/documents.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize, type Refusal } from "#lib/access/authorize.ts";
import { newId } from "#lib/platform/ids.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import { policyFor } from "#lib/regions/views.ts";
import type { ObjectStore, UploadTarget } from "#lib/storage/object-store.ts";
import { objectStore } from "#lib/storage/store.ts";
import { draftForPapers, holdOpenDraft } from "./draft-access.ts";
import { ticketInput, type TicketInput } from "./input.ts";
import type { UploadCode } from "./upload-codes.ts";

/** Long enough for ten megabytes over a village's network, short enough to be worthless tomorrow. */
const ticketMinutes = 20;
/** A family of five children with every paper stays far below; a script does not. */
const ticketsPerHour = 150;

export type Ticket = {
  readonly id: string;
  /** Bytes. */
  readonly maxBytes: number;
  readonly expiresAt: Date;
  /** Null: the file goes to the portal's own `/api/uploads` with the ticket's id in the field `ticket`. */
  readonly target: UploadTarget | null;
};

export type UploadLimits = {
  /** Bytes. */
  readonly maxBytes: number;
  readonly maxFilesPerPaper: number;
  readonly maxFiles: number;
};

/** What the region allows on that day: the size of one file and how many. */
export async function uploadLimits(
  question: { readonly regionId: number; readonly queueType: string; readonly at: Date },
  from?: Queryable,
): Promise<UploadLimits> {
  const { parameters } = await policyFor(question, from);
  return {
    maxBytes: parameters.uploadMaxBytes,
    maxFilesPerPaper: parameters.uploadMaxFilesPerPaper,
    maxFiles: parameters.uploadMaxFilesPerApplication,
  };
}

/**
 * Permission to bring one file for one paper of one's own draft, once, within twenty minutes.
 * Refused: signed out, too light, not one's own draft, draft submitted, file empty or too large, too many files, too often.
 */
export async function openTicket(
  actor: Actor,
  input: TicketInput,
  now: Date,
  store: ObjectStore = objectStore(),
): Promise<Result<Ticket, UploadCode>> {
  const parsed = ticketInput.safeParse(input);
  if (!parsed.success) return fail("malformed");
  const wish = parsed.data;
  // Said here, since a storage that takes no empty file cannot say why.
  const empty = wish.size === 0;
  const id = newId();
  const key = `quarantine/${id}`;
  const expiresAt = new Date(now.getTime() + ticketMinutes * 60_000);

  const opened = await transaction(async (tx): Promise<Result<number, UploadCode>> => {
    const found = await draftForPapers(tx, actor, "attachment.upload", wish.regionId, wish.draftId);
    if (!found.ok) return found;
    const { draft, person } = found.value;
    if (!draft.open) return fail("draft-closed");
    const limits = await uploadLimits({ ...draft, at: now }, tx);
    if (empty) return fail("file-empty");
    if ((wish.size ?? 0) > limits.maxBytes) return fail("file-too-large");
    if (!(await hasRoom(tx, draft, wish.paper, limits))) return fail("too-many-files");
    if ((await ticketsSince(tx, person.personId, now)) >= ticketsPerHour) return fail("too-often");
    await tx.insert(uploadTicket).values({
      id,
      regionId: draft.regionId,
      draftId: draft.id,
      personId: person.personId,
      attachmentId: newId(),
      paper: wish.paper,
      fileName: wish.fileName.slice(0, 255),
      storageKey: key,
      maxBytes: limits.maxBytes,
      createdAt: now,
      expiresAt,
    });
    return ok(limits.maxBytes);
  });
  if (!opened.ok) return opened;
  const maxBytes = opened.value;
  const expiresInSeconds = ticketMinutes * 60;
  const target = await store.uploadTarget({ key, mime: wish.mime, maxBytes, expiresInSeconds });
  return ok({ id, maxBytes, expiresAt, target });
}

export type TicketRow = typeof uploadTicket.$inferSelect;

/**
 * The ticket, if it is the actor's own and may still be used. What is not there, not a ticket at all or somebody
 * else's looks the same.
 */
export async function ownTicket(
  from: Queryable,
  actor: Actor,
  id: string,
  now: Date,
): Promise<Result<TicketRow, UploadCode>> {
  const [row] = isUuid(id)
    ? await from.select().from(uploadTicket).where(eq(uploadTicket.id, id))
    : [];
  const verdict: Result<undefined, Refusal> = authorize(actor, "attachment.upload", {
    ...(row ? { regionId: row.regionId } : {}),
    ownerIds: row ? [row.personId] : [],
  });
  if (!verdict.ok) return verdict;
  if (!row) return fail("not-yours");
  if (row.usedAt !== null) return fail("ticket-used");
  if (row.expiresAt <= now) return fail("ticket-late");
  return ok(row);
}

/**
 * Uses the ticket up, in the transaction of what it is used for. Of two who come at once one gets it: both wait here
 * for the draft.
 */
export async function useTicket(
  tx: Tx,
  ticket: TicketRow,
  now: Date,
): Promise<Result<{ readonly queueType: string }, UploadCode>> {
  const draft = await holdOpenDraft(tx, ticket.regionId, ticket.draftId);
  if (draft === null) return fail("draft-closed");
  const used = await tx
    .update(uploadTicket)
    .set({ usedAt: now })
    .where(and(eq(uploadTicket.id, ticket.id), isNull(uploadTicket.usedAt)))
    .returning({ id: uploadTicket.id });
  return used.length === 1 ? ok(draft) : fail("ticket-used");
}

/** Whether one more file fits, counting only what is not removed. */
export async function hasRoom(
  from: Queryable,
  draft: { readonly regionId: number; readonly id: string },
  paper: string,
  limits: UploadLimits,
): Promise<boolean> {
  const rows = await from
    .select({ paper: attachment.paper, files: count() })
    .from(attachment)
    .where(
      and(
        eq(attachment.regionId, draft.regionId),
        eq(attachment.draftId, draft.id),
        isNull(attachment.removedAt),
      ),
    )
    .groupBy(attachment.paper);
  const ofPaper = rows.find((row) => row.paper === paper)?.files ?? 0;
  const all = rows.reduce((sum, row) => sum + row.files, 0);
  return ofPaper < limits.maxFilesPerPaper && all < limits.maxFiles;
}

async function ticketsSince(from: Queryable, personId: string, now: Date): Promise<number> {
  const anHourAgo = new Date(now.getTime() - 3_600_000);
  const [row] = await from
    .select({ tickets: count() })
    .from(uploadTicket)
    .where(and(eq(uploadTicket.personId, personId), gt(uploadTicket.createdAt, anHourAgo)));
  return row?.tickets ?? 0;
}

export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}

import { and, desc, eq, isNull, sql } from "drizzle-orm";
import { db, prepared, transaction, type Queryable } from "#db/client.ts";
import { applicationDraft } from "#db/schema/applications.ts";
import { authorize, type Refusal } from "#lib/access/authorize.ts";
import type { Actor } from "#lib/access/actor.ts";
import { person } from "#db/schema/people.ts";
import { newId } from "#lib/platform/ids.ts";
import { countAttempt } from "#lib/platform/rate-limit.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import { isQueueType, type QueueType } from "#lib/regions/queue-types.ts";
import { readValues, type DraftValues } from "./draft.ts";

export type Draft = {
  readonly regionId: number;
  readonly id: string;
  readonly personId: string;
  readonly queueType: QueueType;
  readonly values: DraftValues;
  /** Grows with every change; what was composed for signing names the version it was made from. */
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** Set when the application was registered: the draft is then closed for good. */
  readonly submittedAt: Date | null;
};

type Where = { readonly regionId: number; readonly draftId: string };

// Not a collection of further papers for a registered one (lib/documents/supplement.ts).
const isApplication = isNull(applicationDraft.supplements);

/** A person with more open drafts than this is no family. */
const mostOpenDrafts = 20;
/** Nor is one who begins again and again: what is thrown away stays in the table for a while. */
const startsPerDay = { count: 200, windowSeconds: 24 * 60 * 60 };

/**
 * Opens a draft. The key was made when the page was shown: the same key twice, by a double click or a retry after a
 * lost answer, gives the same draft.
 */
export async function startDraft(
  actor: Actor,
  input: {
    readonly regionId: number;
    readonly queueType: QueueType;
    readonly idempotencyKey: string;
    readonly values: DraftValues;
  },
  now: Date,
): Promise<Result<{ readonly draftId: string }, Refusal | "too-many">> {
  if (actor.kind !== "person") return fail("signed-out");
  const allowed = authorize(actor, "application.draft.write", { ownerIds: [actor.personId] });
  if (!allowed.ok) return allowed;
  const started = await countAttempt(db(), `draft:${actor.personId}`, startsPerDay, now);
  if (!started.allowed) return fail("too-many");
  return await transaction(async (tx) => {
    // One after another for one person, or twenty requests at once would each count only their own draft.
    await tx
      .select({ id: person.id })
      .from(person)
      .where(eq(person.id, actor.personId))
      .for("no key update");
    const made = await tx
      .insert(applicationDraft)
      .values({
        regionId: input.regionId,
        id: newId(),
        personId: actor.personId,
        queueType: input.queueType,
        data: { ...input.values },
        version: 1,
        idempotencyKey: input.idempotencyKey,
        createdAt: now,
        updatedAt: now,
      })
      .onConflictDoNothing({ target: [applicationDraft.personId, applicationDraft.idempotencyKey] })
      .returning({ id: applicationDraft.id });
    if (made[0]) {
      const open = await openDrafts(tx, actor.personId);
      if (open.length <= mostOpenDrafts) return ok({ draftId: made[0].id });
      await tx.delete(applicationDraft).where(eq(applicationDraft.id, made[0].id));
      return fail("too-many");
    }
    const [same] = await tx
      .select({ id: applicationDraft.id })
      .from(applicationDraft)
      .where(
        and(
          eq(applicationDraft.personId, actor.personId),
          eq(applicationDraft.idempotencyKey, input.idempotencyKey),
          eq(applicationDraft.regionId, input.regionId),
          eq(applicationDraft.queueType, input.queueType),
        ),
      );
    return same ? ok({ draftId: same.id }) : fail("too-many");
  });
}

/**
 * Writes what was typed on one page of the wizard over what the draft held; nothing is judged here. Two tabs or two
 * devices: each field keeps what was typed last.
 */
export async function saveDraft(
  actor: Actor,
  input: Where & { readonly values: DraftValues },
  now: Date,
): Promise<Result<Draft, Refusal | "submitted">> {
  return await transaction(async (tx) => {
    const found = await lockDraft(tx, actor, input, "application.draft.write");
    if (!found.ok) return found;
    const draft = found.value;
    if (draft.submittedAt !== null) return fail("submitted");
    const values: DraftValues = { ...draft.values, ...input.values };
    if (JSON.stringify(values) === JSON.stringify(draft.values)) return ok(draft);
    const next = { data: { ...values }, version: draft.version + 1, updatedAt: now };
    await tx.update(applicationDraft).set(next).where(sameDraft(input));
    return ok({ ...draft, values, version: next.version, updatedAt: now });
  });
}

/** Throws an open draft away at its owner's wish. */
export async function discardDraft(
  actor: Actor,
  where: Where,
  now: Date,
): Promise<Result<undefined, Refusal | "submitted">> {
  return await transaction(async (tx) => {
    const found = await lockDraft(tx, actor, where, "application.draft.write");
    if (!found.ok) return found;
    if (found.value.submittedAt !== null) return fail("submitted");
    await tx.update(applicationDraft).set({ discardedAt: now }).where(sameDraft(where));
    return ok();
  });
}

/** The owner's draft; a stranger's, another region's and one that does not exist look alike. */
export async function draftOf(actor: Actor, where: Where): Promise<Result<Draft, Refusal>> {
  return await find(db(), actor, where, "application.draft.read");
}

/** Open drafts of the actor in one region, newest first. */
export async function myDrafts(actor: Actor, regionId: number): Promise<Result<Draft[], Refusal>> {
  if (actor.kind !== "person") return fail("signed-out");
  const allowed = authorize(actor, "application.draft.read", { ownerIds: [actor.personId] });
  if (!allowed.ok) return allowed;
  const drafts = await openDrafts(db(), actor.personId);
  return ok(drafts.filter((draft) => draft.regionId === regionId));
}

/** The draft under lock (as long as the transaction lasts), for a command that changes it. */
export async function lockDraft(
  tx: Queryable,
  actor: Actor,
  where: Where,
  action: "application.draft.write" | "application.submit",
): Promise<Result<Draft, Refusal>> {
  return await find(tx, actor, where, action, true);
}

async function find(
  from: Queryable,
  actor: Actor,
  where: Where,
  action: "application.draft.read" | "application.draft.write" | "application.submit",
  lock = false,
): Promise<Result<Draft, Refusal>> {
  if (actor.kind !== "person") return fail("signed-out");
  const query = from
    .select()
    .from(applicationDraft)
    .where(and(sameDraft(where), isNull(applicationDraft.discardedAt), isApplication));
  const [row] = await (lock ? query.for("update") : query);
  const draft = row ? fromRow(row) : null;
  const allowed = authorize(actor, action, { ownerIds: draft ? [draft.personId] : [] });
  if (!allowed.ok) return allowed;
  return draft ? ok(draft) : fail("not-yours");
}

const draftsOf = prepared((from) =>
  from
    .select()
    .from(applicationDraft)
    .where(
      and(
        eq(applicationDraft.personId, sql.placeholder("personId")),
        isNull(applicationDraft.submittedAt),
        isNull(applicationDraft.discardedAt),
        isApplication,
      ),
    )
    .orderBy(desc(applicationDraft.updatedAt))
    .prepare("drafts_of"),
);

async function openDrafts(from: Queryable, personId: string): Promise<Draft[]> {
  const rows = await draftsOf(from).execute({ personId });
  return rows.flatMap((row) => fromRow(row) ?? []);
}

function sameDraft(where: Where) {
  return and(eq(applicationDraft.regionId, where.regionId), eq(applicationDraft.id, where.draftId));
}

function fromRow(row: typeof applicationDraft.$inferSelect): Draft | null {
  if (!isQueueType(row.queueType)) return null;
  return {
    regionId: row.regionId,
    id: row.id,
    personId: row.personId,
    queueType: row.queueType,
    values: readValues(row.data),
    version: row.version,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    submittedAt: row.submittedAt,
  };
}

import { and, eq } from "drizzle-orm";
import type { Queryable, Tx } from "#db/client.ts";
import { applicationDraft } from "#db/schema/applications.ts";
import type { ActionName } from "#lib/access/actions.ts";
import type { Actor, PersonActor } from "#lib/access/actor.ts";
import { authorize, type Refusal } from "#lib/access/authorize.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";

export type DraftOfPapers = {
  readonly regionId: number;
  readonly id: string;
  readonly personId: string;
  readonly queueType: string;
  readonly open: boolean;
};

/** The draft whose papers are asked for, if the actor may do this to it. An unknown one is like another person's. */
export async function draftForPapers(
  from: Queryable,
  actor: Actor,
  action: ActionName,
  regionId: number,
  draftId: string,
): Promise<Result<{ draft: DraftOfPapers; person: PersonActor }, Refusal>> {
  const [row] = await from
    .select()
    .from(applicationDraft)
    .where(and(eq(applicationDraft.regionId, regionId), eq(applicationDraft.id, draftId)));
  const verdict = authorize(actor, action, {
    regionId,
    ownerIds: row ? [row.personId] : [],
  });
  if (!verdict.ok) return verdict;
  if (!row || actor.kind !== "person") return fail("not-yours");
  return ok({
    person: actor,
    draft: {
      regionId: row.regionId,
      id: row.id,
      personId: row.personId,
      queueType: row.queueType,
      open: row.submittedAt === null && row.discardedAt === null,
    },
  });
}

/**
 * Holds the draft against a second tab and against its own submission until the transaction ends. Null when it was
 * submitted or thrown away meanwhile: signed papers change no more.
 */
export async function holdOpenDraft(
  tx: Tx,
  regionId: number,
  draftId: string,
): Promise<{ readonly queueType: string } | null> {
  const [row] = await tx
    .select({
      queueType: applicationDraft.queueType,
      submittedAt: applicationDraft.submittedAt,
      discardedAt: applicationDraft.discardedAt,
    })
    .from(applicationDraft)
    .where(and(eq(applicationDraft.regionId, regionId), eq(applicationDraft.id, draftId)))
    .for("update");
  if (!row || row.submittedAt !== null || row.discardedAt !== null) return null;
  return { queueType: row.queueType };
}

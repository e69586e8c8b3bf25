import { and, eq, inArray, isNull } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { applicationDraft, signingRequest } from "#db/schema/applications.ts";
import { attachment } from "#db/schema/documents.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import type { ApplicationContent } from "./content.ts";

type SignedDraft = {
  readonly regionId: number;
  readonly draftId: string;
  readonly requestId: string;
  readonly content: ApplicationContent;
};

/** Takes the draft and the request, each once: whoever comes second finds them used. Locks as composing does. */
export async function closeDraft(
  tx: Tx,
  order: SignedDraft,
  now: Date,
): Promise<Result<undefined, "request-stale">> {
  const { regionId, draftId } = order;
  const sameDraft = and(eq(applicationDraft.regionId, regionId), eq(applicationDraft.id, draftId));
  const sameRequest = and(
    eq(signingRequest.regionId, regionId),
    eq(signingRequest.id, order.requestId),
  );
  const [draft] = await tx.select().from(applicationDraft).where(sameDraft).for("update");
  const [request] = await tx.select().from(signingRequest).where(sameRequest).for("update");
  const current =
    request?.state === "open" &&
    request.draftVersion === draft?.version &&
    draft.submittedAt === null &&
    draft.discardedAt === null;
  if (!current || !(await papersStand(tx, order))) return fail("request-stale");
  await tx.update(signingRequest).set({ state: "used" }).where(sameRequest);
  await tx.update(applicationDraft).set({ submittedAt: now }).where(sameDraft);
  return ok();
}

/** Whether every file that the signed text names is still there, unchanged. */
async function papersStand(tx: Tx, order: SignedDraft): Promise<boolean> {
  const named = new Map(order.content.attachments.map((each) => [each.id, each.sha256]));
  if (named.size === 0) return true;
  const rows = await tx
    .select({ id: attachment.id, sha256: attachment.sha256 })
    .from(attachment)
    .where(
      and(
        eq(attachment.regionId, order.regionId),
        eq(attachment.draftId, order.draftId),
        inArray(attachment.id, [...named.keys()]),
        eq(attachment.state, "clean"),
        isNull(attachment.removedAt),
      ),
    )
    // The scanner's late verdict comes before this, or finds the application and tells its family.
    .for("update");
  return rows.length === named.size && rows.every((row) => named.get(row.id) === row.sha256);
}

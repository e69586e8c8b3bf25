import { and, eq } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { application } from "#db/schema/applications.ts";
import type { AttachmentRow } from "#lib/documents/attachment-views.ts";
import { appendQueueEvent } from "#lib/queue/ledger.ts";
import { tellApplicant } from "./tell-family.ts";

/**
 * Tells the family that a file of their registered application had to be thrown out, in the transaction that throws it
 * out: one message about a paper however many of its pages went, and a line in the journal for each. The place in the
 * queue stays. A file of a draft is told by the form itself, which asks for the paper again.
 */
export async function tellOfLostPaper(tx: Tx, file: AttachmentRow, now: Date): Promise<void> {
  const { regionId, applicationId, paper } = file;
  if (applicationId === null) return;
  const [row] = await tx
    .select()
    .from(application)
    .where(and(eq(application.regionId, regionId), eq(application.id, applicationId)));
  if (!row) return;
  await appendQueueEvent(tx, {
    regionId,
    applicationId,
    kind: "paper-removed",
    at: now,
    actorRole: "system",
    legalGround: "file-check",
    data: { paper, reason: "infected" },
  });
  const cause = `paper-infected:${applicationId}:${paper}`;
  // Which paper it is says much about a family, and a phone lies on a table: the journal names it.
  const params = { number: row.number };
  const news = { cause, template: "paper-infected" as const, params };
  await tellApplicant(tx, row, { ...news, prescribed: true }, now);
}

import { and, eq } from "drizzle-orm";
import { db, type Queryable, transaction } from "#db/client.ts";
import { application } from "#db/schema/applications.ts";
import { signatureEvidence, signatureRecheck } from "#db/schema/eds.ts";
import { lookAgain } from "#lib/eds/production.ts";
import { addJob } from "#lib/jobs/add-job.ts";
import { newId } from "#lib/platform/ids.ts";
import { appendQueueEvent } from "#lib/queue/ledger.ts";
import { tellApplicant } from "./tell-family.ts";

/** A responder that is down comes back within the hour, as a rule. */
const pauseMinutes = 10;

/**
 * Learns what could not be learned when the application was signed: whether the key stood at that instant. A key that
 * had been revoked before it signed is told to the family and written into the ledger; what follows an officer decides.
 * While the responder is silent, it is asked again.
 */
export async function recheckSignature(
  { evidenceId }: { readonly evidenceId: string },
  now: Date,
): Promise<void> {
  const [found] = await db()
    .select({ evidence: signatureEvidence, application })
    .from(signatureEvidence)
    .innerJoin(application, eq(application.evidenceId, signatureEvidence.id))
    .where(eq(signatureEvidence.id, evidenceId));
  if (!found || (await settled(db(), evidenceId))) return;
  const { evidence, application: row } = found;
  const answer = await lookAgain(evidence.certificate, now);
  const standsAtSigning =
    answer.status === "good" ||
    (answer.revokedAt !== null && answer.revokedAt > evidence.receivedAt);
  const result =
    answer.status === "unknown" ? "unknown" : standsAtSigning ? "good" : ("revoked" as const);
  await transaction(async (tx) => {
    await tx
      .select({ id: application.id })
      .from(application)
      .where(and(eq(application.regionId, row.regionId), eq(application.id, row.id)))
      .for("update");
    // Again behind the lock: a worker that was taken for dead may have done the same in between.
    if (await settled(tx, evidenceId)) return;
    await tx.insert(signatureRecheck).values({
      id: newId(),
      evidenceId,
      result,
      evidence: answer.ocsp,
      checkedAt: now,
    });
    if (result === "unknown") {
      await addJob(
        tx,
        "recheck-signature",
        { evidenceId },
        { key: `recheck:${evidenceId}`, runAt: new Date(Date.now() + pauseMinutes * 60_000) },
      );
      return;
    }
    await appendQueueEvent(tx, {
      regionId: row.regionId,
      applicationId: row.id,
      kind: "signature-checked",
      at: now,
      actorRole: "system",
      legalGround: "signature-check",
      data: { result },
    });
    if (result === "good") return;
    const cause = `signature-recheck-failed:${row.id}`;
    const params = { number: row.number };
    const news = { cause, template: "signature-recheck-failed" as const, params };
    await tellApplicant(tx, row, { ...news, prescribed: true }, now);
  });
}

async function settled(from: Queryable, evidenceId: string): Promise<boolean> {
  const rows = await from
    .select({ result: signatureRecheck.result })
    .from(signatureRecheck)
    .where(eq(signatureRecheck.evidenceId, evidenceId));
  return rows.some((row) => row.result !== "unknown");
}

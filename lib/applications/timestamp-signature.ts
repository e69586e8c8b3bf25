import { and, eq, gt, inArray, isNull } from "drizzle-orm";
import { db, transaction } from "#db/client.ts";
import { application } from "#db/schema/applications.ts";
import { signatureEvidence, signatureRecheck, signatureTimestamp } from "#db/schema/eds.ts";
import { saveTimestamp } from "#lib/eds/evidence.ts";
import { stampSignature, timestampsConfigured } from "#lib/eds/production.ts";
import { addJob } from "#lib/jobs/add-job.ts";

const pauseMinutes = 10;
/** Nobody waits for a job. */
const timeout = 10_000;
const hour = 3_600_000;

/** While so young, a signature without a timestamp is tried again and again; then once a night. */
const eager = 24 * hour;
/** A timestamp of much later proves little: the signature was there, says the portal's own record. */
const patience = 30 * 24 * hour;

/** Fetches the timestamp that could not be had when the application was signed; while the service is silent, again. */
export async function timestampSignature(
  { evidenceId }: { readonly evidenceId: string },
  now: Date,
): Promise<void> {
  const [found] = await db()
    .select({ cms: signatureEvidence.cms, receivedAt: signatureEvidence.receivedAt })
    .from(signatureEvidence)
    .leftJoin(signatureTimestamp, eq(signatureTimestamp.evidenceId, signatureEvidence.id))
    .where(and(eq(signatureEvidence.id, evidenceId), isNull(signatureTimestamp.evidenceId)));
  if (!found) return;
  const stamp = await stampSignature(found.cms, now, timeout);
  if (stamp === null) return;
  await transaction(async (tx) => {
    if (stamp.status === "stamped") return await saveTimestamp(tx, evidenceId, stamp, now);
    if (now.getTime() - found.receivedAt.getTime() > eager) return;
    await addJob(
      tx,
      "timestamp-signature",
      { evidenceId },
      { key: `timestamp:${evidenceId}`, runAt: new Date(Date.now() + pauseMinutes * 60_000) },
    );
  });
}

/**
 * Once a night: asks again for everything that applications' evidence still lacks, so that no gap outlives the job that
 * should have closed it.
 */
export async function completeEvidence(now: Date): Promise<void> {
  const recent = new Date(now.getTime() - patience);
  const unstamped = timestampsConfigured()
    ? await db()
        .select({ id: signatureEvidence.id })
        .from(signatureEvidence)
        .innerJoin(application, eq(application.evidenceId, signatureEvidence.id))
        .leftJoin(signatureTimestamp, eq(signatureTimestamp.evidenceId, signatureEvidence.id))
        .where(and(isNull(signatureTimestamp.evidenceId), gt(signatureEvidence.receivedAt, recent)))
    : [];
  const unsettled = await db()
    .select({ id: signatureEvidence.id })
    .from(signatureEvidence)
    .innerJoin(application, eq(application.evidenceId, signatureEvidence.id))
    .leftJoin(
      signatureRecheck,
      and(
        eq(signatureRecheck.evidenceId, signatureEvidence.id),
        inArray(signatureRecheck.result, ["good", "revoked"]),
      ),
    )
    .where(and(eq(signatureEvidence.revocation, "unknown"), isNull(signatureRecheck.id)));
  await transaction(async (tx) => {
    for (const { id } of unstamped) {
      await addJob(tx, "timestamp-signature", { evidenceId: id }, { key: `timestamp:${id}` });
    }
    for (const { id } of unsettled) {
      await addJob(tx, "recheck-signature", { evidenceId: id }, { key: `recheck:${id}` });
    }
  });
}

import { and, eq, type SQL } from "drizzle-orm";
import { transaction } from "#db/client.ts";
import { application, queueEntry } from "#db/schema/applications.ts";
import { changeEntries } from "#lib/queue/commands.ts";

/**
 * Withdraws applications, for tests that begin without any: by the door that everything takes, so that the rows go on
 * following from the ledger.
 * @param which of them; all when absent
 */
export async function leaveQueues(at: Date, which?: SQL): Promise<void> {
  await transaction(async (tx) => {
    const entries = await tx
      .select({
        regionId: queueEntry.regionId,
        applicationId: queueEntry.applicationId,
        registeredAt: queueEntry.registeredAt,
      })
      .from(queueEntry)
      .innerJoin(
        application,
        and(
          eq(application.regionId, queueEntry.regionId),
          eq(application.id, queueEntry.applicationId),
        ),
      )
      .where(and(eq(queueEntry.waiting, true), which));
    await changeEntries(
      tx,
      entries.map(({ regionId, applicationId, registeredAt }) => ({
        regionId,
        applicationId,
        kind: "withdrawn",
        // A test may have moved its clock back since.
        at: registeredAt > at ? registeredAt : at,
        actorRole: "parent",
        legalGround: "applicants-wish",
      })),
    );
    await tx.update(application).set({ status: "WITHDRAWN" }).where(which);
  });
}

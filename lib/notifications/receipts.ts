import { and, desc, eq } from "drizzle-orm";
import { transaction } from "#db/client.ts";
import { message } from "#db/schema/notifications.ts";
import { addJob } from "#lib/jobs/add-job.ts";
import type { JobPayload } from "#lib/jobs/names.ts";
import type { Receipt } from "#lib/messaging/outgoing.ts";
import { standIn } from "./second-channel.ts";

/**
 * Keeps what a transport tells of a message until the job has written it down. It may come before the message's own
 * sending is written; after some tries it belongs to nobody here.
 */
export async function keepReceipt(receipt: Receipt): Promise<void> {
  const { transport, id, state } = receipt;
  const transportId = `${transport}:${id}`.slice(0, 200);
  await transaction((tx) =>
    addJob(tx, "record-receipt", { transportId, state }, { maxAttempts: 7 }),
  );
}

/**
 * The job `record-receipt`: a sent message was delivered, or was not and another channel stands in. What a receipt said
 * first stands.
 * @throws while no message has that name
 */
export async function recordReceipt(
  { transportId, state }: JobPayload<"record-receipt">,
  now: Date,
): Promise<void> {
  await transaction(async (tx) => {
    // A centre may use its names again after some days.
    const [row] = await tx
      .select()
      .from(message)
      .where(eq(message.transportId, transportId))
      .orderBy(desc(message.sentAt))
      .limit(1)
      .for("update");
    if (!row) throw new Error("a receipt for no message of ours");
    if (row.state !== "sent") return;
    await tx
      .update(message)
      .set(state === "delivered" ? { state, deliveredAt: now } : { state, failure: "undelivered" })
      .where(and(eq(message.id, row.id), eq(message.state, "sent")));
    if (state !== "delivered") await standIn(tx, row, now);
  });
}

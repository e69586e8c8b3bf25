import { and, eq, sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { currentInstant } from "#db/demo-clock.ts";
import { message } from "#db/schema/notifications.ts";
import { transportOf } from "#lib/messaging/transport.ts";
import { log } from "#lib/platform/log.ts";
import { portalById } from "#lib/regions/views.ts";
import { writeMessage } from "./write-message.ts";

/**
 * The job `send-message`. A message that was sent stays sent; one without a way out waits in the queue; a failure that
 * may pass is thrown, so that the job is tried again.
 */
export async function sendMessage(payload: { readonly messageId: string }): Promise<void> {
  const [row] = await db().select().from(message).where(eq(message.id, payload.messageId));
  if (!row || row.state !== "queued") return;
  const transport = transportOf(row.channel);
  if (transport === null) {
    return log.warn("message waits: no transport", { message: row.id, channel: row.channel });
  }
  const portal = row.regionId === null ? null : await portalById(row.regionId);
  const stillQueued = and(eq(message.id, row.id), eq(message.state, "queued"));
  const attempts = sql`${message.attempts} + 1`;
  try {
    const sent = await transport.send(writeMessage(row, portal));
    const outcome = sent.ok
      ? { state: "sent" as const, sentAt: await currentInstant(), failure: null }
      : { state: "failed" as const, failure: sent.code };
    await db()
      .update(message)
      .set({ ...outcome, attempts })
      .where(stillQueued);
  } catch (error) {
    await db().update(message).set({ attempts, failure: "no-answer" }).where(stillQueued);
    throw error;
  }
}

import { and, eq, inArray, isNull, lte, or, sql } from "drizzle-orm";
import { db, transaction } from "#db/client.ts";
import { message } from "#db/schema/notifications.ts";
import type { Channel } from "#lib/messaging/outgoing.ts";
import { transportOf } from "#lib/messaging/transport.ts";
import { log } from "#lib/platform/log.ts";
import { addSendJob } from "./notify.ts";

const channels: readonly Channel[] = ["sms", "email", "push"];
const atOnce = 5_000;

/**
 * The job `send-waiting`: ends what is too old, and gives a job to every waiting message that has none, because there
 * was no way out when it was written, because the other side was silent for longer than a job is patient, or because
 * it was night.
 */
export async function sendWaiting(now: Date): Promise<void> {
  const open = channels.filter((channel) => transportOf(channel) !== null);
  await expire(now);
  if (open.length === 0) return;
  await transaction(async (tx) => {
    const rows = await tx
      .select({ id: message.id, template: message.template })
      .from(message)
      .where(
        and(
          eq(message.state, "queued"),
          inArray(message.channel, open),
          or(isNull(message.notBefore), lte(message.notBefore, now)),
          sql`not exists (
            select 1 from graphile_worker.jobs j
            where j.key = 'send-message:' || ${message.id} and j.attempts < j.max_attempts)`,
        ),
      )
      .orderBy(message.createdAt)
      .limit(atOnce);
    for (const { id, template } of rows) await addSendJob(tx, id, template === "code");
    if (rows.length > 0) log.info("Messages that waited are sent again", { count: rows.length });
  });
}

async function expire(now: Date): Promise<void> {
  for (const channel of channels) {
    const kept = transportOf(channel)?.name === "outbox";
    await db()
      .update(message)
      .set({
        state: "expired",
        handingOverSince: null,
        // What the demo's outbox holds is read there.
        ...(kept
          ? {}
          : {
              params: sql`case when ${message.secret} then '{}'::jsonb else ${message.params} end`,
            }),
      })
      .where(
        and(
          eq(message.state, "queued"),
          eq(message.channel, channel),
          lte(message.expiresAt, now),
          // Whoever has it in hand says what became of it.
          isNull(message.handingOverSince),
        ),
      );
  }
}

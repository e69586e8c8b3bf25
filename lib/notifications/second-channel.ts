import { and, eq } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { message } from "#db/schema/notifications.ts";
import { newId } from "#lib/platform/ids.ts";
import { contactOf } from "#lib/people/records.ts";
import { addSendJob } from "./notify.ts";
import { notBeforeOf } from "./timing.ts";
import type { MessageRow } from "./write-message.ts";

/**
 * Says by letter what could not be said by SMS, and the other way round, where the person is known to have both and was
 * not told so already. A secret goes nowhere but where it was asked for.
 */
export async function standIn(tx: Tx, failed: MessageRow, now: Date): Promise<void> {
  // A push message has no other channel: the same news went by those.
  if (failed.secret || failed.personId === null || failed.channel === "push") return;
  if (failed.expiresAt !== null && failed.expiresAt <= now) return;
  const contact = await contactOf(tx, failed.personId);
  const channel = failed.channel === "sms" ? "email" : "sms";
  const recipient = channel === "email" ? contact?.email : contact?.phone;
  if (!recipient) return;
  const told = await tx
    .select({ id: message.id })
    .from(message)
    .where(and(eq(message.cause, failed.cause), eq(message.channel, channel)))
    .limit(1);
  if (told.length > 0) return;
  const notBefore = await notBeforeOf(tx, { ...failed, asked: false }, now);
  const rows = await tx
    .insert(message)
    .values({
      id: newId(),
      regionId: failed.regionId,
      personId: failed.personId,
      channel,
      recipient,
      locale: failed.locale,
      template: failed.template,
      params: failed.params,
      cause: failed.cause,
      state: "queued",
      attempts: 0,
      // Of the first one: the words name the time of what happened.
      createdAt: failed.createdAt,
      notBefore: notBefore(channel),
      expiresAt: failed.expiresAt,
      insteadOf: failed.id,
    })
    .onConflictDoNothing()
    .returning({ id: message.id, waits: message.notBefore });
  for (const { id, waits } of rows) if (waits === null) await addSendJob(tx, id, false);
}

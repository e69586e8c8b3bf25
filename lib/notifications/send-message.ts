import { and, eq, sql } from "drizzle-orm";
import { db, transaction } from "#db/client.ts";
import { currentInstant } from "#db/demo-clock.ts";
import { inboxItem, message } from "#db/schema/notifications.ts";
import { handingOverPatience, longestCall, workerPatience } from "#lib/jobs/living-workers.ts";
import type { Refusal, Transport } from "#lib/messaging/outgoing.ts";
import { goneDetail } from "#lib/messaging/push.ts";
import { transportOf } from "#lib/messaging/transport.ts";
import { log } from "#lib/platform/log.ts";
import { fail } from "#lib/platform/result.ts";
import { portalById } from "#lib/regions/views.ts";
import { addSendJob } from "./notify.ts";
import { pushRefused, pushTaken, pushWords } from "./push-messages.ts";
import { standIn } from "./second-channel.ts";
import { isItsItem } from "./short-link.ts";
import { type MessageRow, writeMessage } from "./write-message.ts";

/** Not now: the job is tried again with growing pauses. */
export class NotSentYet extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = "NotSentYet";
  }
}

/**
 * The job `send-message`. A message that was sent stays sent; one without a way out waits in the queue, as one does that
 * was written at night; one that is too old is not sent any more. A failure that may pass is thrown, so that the job is tried again.
 *
 * Before a message leaves the worker writes down that it hands it over. One that dies before writing what became of
 * it leaves that mark, and the next worker cannot know. Where the other side tells a repetition by its number the
 * message is handed over again; elsewhere it never is, for nothing may come twice: it ends as `unknown`, another channel
 * says it where there is one, and the cabinet shows the words and that nobody knows whether they arrived.
 */
export async function sendMessage(payload: { readonly messageId: string }): Promise<void> {
  const [found] = await db()
    .select({ row: message, itemId: inboxItem.id })
    .from(message)
    .leftJoin(inboxItem, isItsItem)
    .where(eq(message.id, payload.messageId));
  if (found?.row.state !== "queued") return;
  const { row, itemId } = found;
  const now = await currentInstant();
  if (row.expiresAt !== null && row.expiresAt <= now) {
    return settle(row, row.handingOverSince === null ? { state: "expired" } : nobodyKnows);
  }
  // `send-waiting` comes back to it in the morning.
  if (row.notBefore !== null && row.notBefore > now) return;
  const transport = transportOf(row.channel);
  if (transport === null) {
    return log.warn("message waits: no transport", { messageId: row.id, channel: row.channel });
  }
  const portal = row.regionId === null ? null : await portalById(row.regionId);
  const words =
    row.channel === "push"
      ? await pushWords(row, portal, itemId)
      : writeMessage(row, portal, itemId);
  if (words === null) return settle(row, { state: "failed", failure: goneDetail });
  const validSeconds =
    row.expiresAt === null ? null : (row.expiresAt.getTime() - now.getTime()) / 1000;

  // Who knows a repetition may be asked again as soon as the worker counts as dead.
  const patience = transport.knowsRepetitions ? workerPatience() : handingOverPatience();
  const hands = await takeInHand(row.id, patience);
  if (hands === "taken") return comeBack(row, patience);
  if (hands === "of-the-dead" && !transport.knowsRepetitions) return settle(row, nobodyKnows);
  const sent = await inTime(transport.send(words, { id: row.id, validSeconds }));
  if (sent.ok) {
    const transportId = sent.value.transportId && `${transport.name}:${sent.value.transportId}`;
    const sentAt = await currentInstant();
    if (row.channel === "push") await pushTaken(row.recipient);
    return settle(row, { state: "sent", sentAt, failure: null, transportId }, transport);
  }
  await refused(row, transport, sent.code, sent.detail);
}

const nobodyKnows = { state: "failed", failure: "unknown" } as const;

async function refused(
  row: MessageRow,
  by: Transport,
  code: Refusal,
  reason: string,
): Promise<void> {
  log.warn("message not taken", { messageId: row.id, channel: row.channel, outcome: code, reason });
  if (code === "rejected") {
    if (row.channel === "push") await pushRefused(row.recipient, reason === goneDetail);
    return settle(row, { state: "failed", failure: reason });
  }
  if (code === "unknown" && !by.knowsRepetitions) return settle(row, nobodyKnows);
  await db()
    .update(message)
    .set({ handingOverSince: null, failure: reason })
    .where(stillQueued(row.id));
  throw new NotSentYet(reason);
}

// Whoever drips its answers must not hold the job for longer than its mark counts.
async function inTime(sending: ReturnType<Transport["send"]>): ReturnType<Transport["send"]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Awaited<typeof sending>>((resolve) => {
    timer = setTimeout(() => resolve(fail("unknown", "too-slow")), longestCall() * 1000);
  });
  try {
    return await Promise.race([sending, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Marks it as handed over by this worker. A mark that is older than the patience, in seconds, is a dead one's. */
async function takeInHand(id: string, patience: number): Promise<"free" | "of-the-dead" | "taken"> {
  const [row] = await db().execute<{ marked: boolean }>(sql`
    with before as (select id, handing_over_since from message where id = ${id} for update)
    update message set handing_over_since = now(), attempts = attempts + 1
    from before
    where message.id = before.id and message.state = 'queued'
      and (before.handing_over_since is null
        or before.handing_over_since < now() - make_interval(secs => ${patience}))
    returning before.handing_over_since is not null as marked`);
  if (row === undefined) return "taken";
  return row.marked ? "of-the-dead" : "free";
}

/**
 * Another worker has it in hand: this one comes back when its mark counts no longer. To try again as after a failure
 * would mean to wait longer each time, and a code would be too old by then.
 */
async function comeBack(row: MessageRow, patience: number): Promise<void> {
  log.info("message in the hands of another worker", { messageId: row.id });
  await transaction(async (tx) => {
    const [found] = await tx
      .select({ since: message.handingOverSince })
      .from(message)
      .where(stillQueued(row.id));
    if (found === undefined) return;
    const end = (found.since?.getTime() ?? Date.now()) + patience * 1000;
    await addSendJob(tx, row.id, row.template === "code", new Date(end + 1));
  });
}

type Outcome =
  | {
      readonly state: "sent";
      readonly sentAt: Date;
      readonly failure: null;
      readonly transportId: string | null;
    }
  | { readonly state: "failed"; readonly failure: string }
  | { readonly state: "expired" };

/** Writes the end of the matter down, erases what was secret, and lets another channel stand in for one that failed. */
async function settle(row: MessageRow, outcome: Outcome, by?: Transport): Promise<void> {
  await transaction(async (tx) => {
    const changed = await tx
      .update(message)
      .set({ ...outcome, handingOverSince: null, ...erased(row, by ?? transportOf(row.channel)) })
      .where(stillQueued(row.id))
      .returning({ id: message.id });
    if (changed.length > 0 && outcome.state === "failed")
      await standIn(tx, row, await currentInstant());
  });
}

/** The demo's outbox is where its messages are read: from there nothing has left. */
export function erased(
  row: Pick<MessageRow, "secret">,
  transport: Transport | null,
): { readonly params?: Record<string, never> } {
  return row.secret && transport?.name !== "outbox" ? { params: {} } : {};
}

function stillQueued(id: string) {
  return and(eq(message.id, id), eq(message.state, "queued"));
}

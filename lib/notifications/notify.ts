import { eq } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { inboxItem, message, pushSubscription } from "#db/schema/notifications.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { addJob } from "#lib/jobs/add-job.ts";
import type { Channel } from "#lib/messaging/outgoing.ts";
import { pushKey } from "#lib/messaging/transport.ts";
import { newId } from "#lib/platform/ids.ts";
import { withoutSecrets } from "./inbox-words.ts";
import {
  secretTemplates,
  type Template,
  templateParams,
  type TemplateParams,
} from "./templates.ts";
import { notBeforeOf } from "./timing.ts";

export type Notice<Name extends Template> = {
  readonly personId: string | null;
  readonly regionId: number | null;
  /** What it is about, e.g. `registered:<application>`: said once by each channel, however often it is asked for. */
  readonly cause: string;
  readonly template: Name;
  readonly params: TemplateParams<Name>;
  /** E.164, or null where there is none. */
  readonly phone: string | null;
  readonly email: string | null;
  readonly locale: Locale;
  /** Not sent after this instant; two weeks when absent, for old news only confuses. */
  readonly expiresAt?: Date;
  /**
   * The params hold a secret: they are erased once the message has left, and no other channel stands in for it. So with
   * codes and links of their own without saying so.
   */
  readonly secret?: boolean;
  /** The answer to what the person has done a moment ago: it goes at night too. Codes and alarms do so by themselves. */
  readonly asked?: boolean;
};

const lifetimeMilliseconds = 14 * 24 * 3_600_000;
// A person waits for a code before the page; the rest may stand behind it.
const codePriority = -10;

/**
 * Says something to a person, in the transaction of what happened: no message without its fact, no fact without its
 * message. It lies in the person's inbox, and goes by every channel that is known, not at night. Returns how many new
 * ones go by SMS and e-mail.
 */
export async function notify<Name extends Template>(
  tx: Tx,
  notice: Notice<Name>,
  now: Date,
): Promise<number> {
  const params = withoutGaps(templateParams[notice.template].parse(notice.params));
  const { personId, regionId, cause, template } = notice;
  const secret = notice.secret ?? secretTemplates.has(template);
  if (personId !== null) {
    await tx
      .insert(inboxItem)
      .values({
        id: newId(),
        personId,
        regionId,
        cause,
        template,
        params: withoutSecrets(template, params, secret),
        createdAt: now,
        // Nobody is called to a code that was typed long ago.
        readAt: template === "code" ? now : null,
      })
      .onConflictDoNothing({ target: [inboxItem.personId, inboxItem.cause] });
  }
  const recipients = [
    ...toHand(notice),
    // A secret goes only where it was asked for, and a push message would not say it anyway.
    ...(secret || personId === null ? [] : await toBrowsers(tx, personId)),
  ];
  if (recipients.length === 0) return 0;
  const expiresAt = notice.expiresAt ?? new Date(now.getTime() + lifetimeMilliseconds);
  const timing = { regionId, template, asked: notice.asked ?? false, expiresAt };
  const notBefore = await notBeforeOf(tx, timing, now);
  const rows = await tx
    .insert(message)
    .values(
      recipients.map(({ channel, recipient, locale }) => ({
        id: newId(),
        regionId,
        personId,
        channel,
        recipient,
        locale,
        template,
        params,
        cause,
        state: "queued" as const,
        attempts: 0,
        createdAt: now,
        notBefore: notBefore(channel),
        expiresAt,
        secret,
      })),
    )
    .onConflictDoNothing({ target: [message.cause, message.channel, message.recipient] })
    .returning({ id: message.id, channel: message.channel, notBefore: message.notBefore });
  for (const row of rows) {
    // What waits for the morning is given its job then (`send-waiting`).
    if (row.notBefore === null) await addSendJob(tx, row.id, template === "code");
  }
  return rows.filter(({ channel }) => channel !== "push").length;
}

type Recipient = {
  readonly channel: Channel;
  readonly recipient: string;
  readonly locale: Locale;
};

function toHand({
  phone,
  email,
  locale,
}: Pick<Notice<Template>, "phone" | "email" | "locale">): Recipient[] {
  return [
    { channel: "sms" as const, recipient: phone },
    { channel: "email" as const, recipient: email },
  ].flatMap(({ channel, recipient }) => (recipient ? [{ channel, recipient, locale }] : []));
}

/** The browsers in which the person asked to be told. */
async function toBrowsers(tx: Tx, personId: string): Promise<Recipient[]> {
  if (pushKey() === null) return [];
  const rows = await tx
    .select({ id: pushSubscription.id, locale: pushSubscription.locale })
    .from(pushSubscription)
    .where(eq(pushSubscription.personId, personId));
  return rows.map(({ id, locale }) => ({ channel: "push", recipient: id, locale }));
}

/**
 * The job that sends one message; adding it again begins its tries anew.
 * @param runAt not before this instant, by the clock of the database
 */
export async function addSendJob(
  tx: Tx,
  messageId: string,
  urgent: boolean,
  runAt?: Date,
): Promise<void> {
  const key = `send-message:${messageId}`;
  await addJob(
    tx,
    "send-message",
    { messageId },
    { key, ...(urgent && { priority: codePriority }), ...(runAt && { runAt }) },
  );
}

function withoutGaps(params: object): Record<string, string | number> {
  const given: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(params)) {
    if (typeof value === "string" || typeof value === "number") given[name] = value;
  }
  return given;
}

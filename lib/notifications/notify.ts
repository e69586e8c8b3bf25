import type { Tx } from "#db/client.ts";
import { message } from "#db/schema/notifications.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { addJob } from "#lib/jobs/add-job.ts";
import { newId } from "#lib/platform/ids.ts";
import {
  secretTemplates,
  type Template,
  templateParams,
  type TemplateParams,
} from "./templates.ts";

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
};

const lifetimeMilliseconds = 14 * 24 * 3_600_000;
// A person waits for a code before the page; the rest may stand behind it.
const codePriority = -10;

/**
 * Says something to a person by every channel that is known, in the transaction of what happened: no message without
 * its fact, no fact without its message. Returns how many were new.
 */
export async function notify<Name extends Template>(
  tx: Tx,
  notice: Notice<Name>,
  now: Date,
): Promise<number> {
  const params = withoutGaps(templateParams[notice.template].parse(notice.params));
  const recipients = [
    { channel: "sms" as const, recipient: notice.phone },
    { channel: "email" as const, recipient: notice.email },
  ].flatMap(({ channel, recipient }) => (recipient ? [{ channel, recipient }] : []));
  if (recipients.length === 0) return 0;
  const rows = await tx
    .insert(message)
    .values(
      recipients.map(({ channel, recipient }) => ({
        id: newId(),
        regionId: notice.regionId,
        personId: notice.personId,
        channel,
        recipient,
        locale: notice.locale,
        template: notice.template,
        params,
        cause: notice.cause,
        state: "queued" as const,
        attempts: 0,
        createdAt: now,
        expiresAt: notice.expiresAt ?? new Date(now.getTime() + lifetimeMilliseconds),
        secret: notice.secret ?? secretTemplates.has(notice.template),
      })),
    )
    .onConflictDoNothing({ target: [message.cause, message.channel, message.recipient] })
    .returning({ id: message.id });
  for (const { id } of rows) {
    await addSendJob(tx, id, notice.template === "code");
  }
  return rows.length;
}

/** The job that sends one message; adding it again begins its tries anew. */
export async function addSendJob(tx: Tx, messageId: string, urgent: boolean): Promise<void> {
  const urgency = urgent ? { priority: codePriority } : {};
  const key = `send-message:${messageId}`;
  await addJob(tx, "send-message", { messageId }, { key, ...urgency });
}

function withoutGaps(params: object): Record<string, string | number> {
  const given: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(params)) {
    if (typeof value === "string" || typeof value === "number") given[name] = value;
  }
  return given;
}

import { desc, eq } from "drizzle-orm";
import { db } from "#db/client.ts";
import { inboxItem, message } from "#db/schema/notifications.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { smsParts } from "#lib/messaging/sms-length.ts";
import { env } from "#lib/platform/env.ts";
import { listPortals } from "#lib/regions/views.ts";
import { pushText } from "./push-messages.ts";
import { isItsItem } from "./short-link.ts";
import { isTemplate, templateParams } from "./templates.ts";
import { writeMessage } from "./write-message.ts";

export type OutboxMessage = {
  readonly id: string;
  readonly channel: "sms" | "email" | "push";
  /** A phone, an address, or the number of a browser. */
  readonly to: string;
  readonly locale: Locale;
  readonly template: string;
  /** Of an e-mail; null for an SMS. */
  readonly subject: string | null;
  readonly text: string;
  /** How many short messages the operator counts; null for an e-mail. */
  readonly parts: number | null;
  readonly state: "queued" | "sent" | "delivered" | "failed" | "expired";
  /** Instants, UTC. */
  readonly createdAt: Date;
  readonly sentAt: Date | null;
  /** It waits for the morning until then. */
  readonly notBefore: Date | null;
};

/**
 * What the portal has said, the newest first: the demo's phone and mailbox. In production nobody reads
 * other people's messages, so there it is always empty.
 * @param to a phone in E.164 or an e-mail address; all when absent
 */
export async function outbox(to?: string, limit = 200): Promise<OutboxMessage[]> {
  if (env().APP_ENV === "production") return [];
  const rows = await db()
    .select({ row: message, itemId: inboxItem.id })
    .from(message)
    .leftJoin(inboxItem, isItsItem)
    .where(to === undefined ? undefined : eq(message.recipient, to))
    .orderBy(desc(message.createdAt), desc(message.id))
    .limit(limit);
  const portals = new Map((await listPortals()).map((portal) => [portal.id, portal]));
  return rows.map(({ row, itemId }) => {
    // A message of another version of the portal has no words here, one whose secret is erased cannot be written any
    // more: the template's name must do.
    const written =
      row.channel === "push"
        ? { text: pushText(row.locale, row.params) }
        : isTemplate(row.template) && templateParams[row.template].safeParse(row.params).success
          ? writeMessage(row, portals.get(row.regionId ?? 0) ?? null, itemId)
          : { text: row.template };
    return {
      id: row.id,
      channel: row.channel,
      to: row.recipient,
      locale: row.locale,
      template: row.template,
      subject: "subject" in written ? written.subject : null,
      text: written.text,
      parts: row.channel === "sms" ? smsParts(written.text) : null,
      state: row.state,
      createdAt: row.createdAt,
      sentAt: row.sentAt,
      notBefore: row.notBefore,
    };
  });
}

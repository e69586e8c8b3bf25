import { desc, eq } from "drizzle-orm";
import { db } from "#db/client.ts";
import { message } from "#db/schema/notifications.ts";
import { translator } from "#lib/i18n/translate.ts";

/** A message that would have gone to a person. */
export type OutboxMessage = {
  readonly id: string;
  readonly channel: "sms" | "email";
  readonly to: string;
  readonly locale: "kk" | "ru" | "en";
  readonly template: string;
  /** Of an e-mail. */
  readonly subject: string | null;
  readonly text: string;
  readonly state: "queued" | "sent" | "failed";
  /** An instant, ISO 8601 in UTC. */
  readonly createdAt: string;
};

/** What the portal would have sent, the newest first; to one phone (E.164) or address, or to all. */
export async function outbox(to?: string, limit = 100): Promise<OutboxMessage[]> {
  const rows = await db()
    .select()
    .from(message)
    .where(to === undefined ? undefined : eq(message.recipient, to))
    .orderBy(desc(message.createdAt), desc(message.id))
    .limit(limit);
  return rows.map((row) => ({
    id: row.id,
    channel: row.channel,
    to: row.recipient,
    locale: row.locale,
    template: row.template,
    ...words(row),
    state: row.state,
    createdAt: row.createdAt.toISOString(),
  }));
}

type Row = Pick<typeof message.$inferSelect, "channel" | "locale" | "template" | "params">;

function words({ channel, locale, template, params }: Row): {
  subject: string | null;
  text: string;
} {
  const t = translator(locale);
  const say = (key: string) => (t.has(key) ? t(key, params) : null);
  if (channel === "sms") return { subject: null, text: say(`message.sms.${template}`) ?? template };
  return {
    subject: say(`message.mail.${template}.subject`),
    text: say(`message.mail.${template}.body`) ?? template,
  };
}

import type { message } from "#db/schema/notifications.ts";
import type { OutgoingMessage } from "#lib/messaging/outgoing.ts";
import { env } from "#lib/platform/env.ts";
import type { Portal } from "#lib/regions/views.ts";
import { interestToken } from "./interest-link.ts";
import { pageOf, shortCode } from "./short-link.ts";
import { emailText, isTemplate, smsText } from "./templates.ts";

export type MessageRow = typeof message.$inferSelect;

/**
 * The words of a stored message, written anew from its template whenever they are needed: a correction in the
 * catalogue reaches what still waits. @param itemId where it lies in its person's inbox; null: in none
 * @throws on a template of another version of the portal
 */
export function writeMessage(
  row: MessageRow,
  portal: Portal | null,
  itemId: string | null = null,
): Exclude<OutgoingMessage, { channel: "push" }> {
  if (!isTemplate(row.template)) throw new Error(`unknown message template ${row.template}`);
  const { origin } = new URL(env().NEXTAUTH_URL);
  const path =
    interestPath(row, portal) ??
    (row.channel === "sms"
      ? `/s/${shortCode(row.id)}`
      : pageOf(row.locale, portal, row.template, itemId));
  const about = {
    locale: row.locale,
    at: row.createdAt,
    link: origin + path,
    phone: portal?.supportPhone ?? "",
  };
  return row.channel === "sms"
    ? { channel: "sms", to: row.recipient, text: smsText(row.template, row.params, about) }
    : { channel: "email", to: row.recipient, ...emailText(row.template, row.params, about) };
}

/** Where a reminder is answered without signing in: its secret stands in the message alone. */
function interestPath({ channel, locale, template, params }: MessageRow, portal: Portal | null) {
  const { application, date } = params;
  const isReminder = template === "interest" || template === "interest-reply";
  if (!isReminder || portal === null) return null;
  if (typeof application !== "string" || typeof date !== "string") return null;
  const token = interestToken({ applicationId: application, dueAt: new Date(date) });
  return channel === "sms" ? `/i/${token}` : `/${locale}/${portal.slug}/interest/${token}`;
}

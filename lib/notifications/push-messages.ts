import { eq, sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { pushSubscription } from "#db/schema/notifications.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { type MessageParams, translator } from "#lib/i18n/translate.ts";
import type { OutgoingMessage } from "#lib/messaging/outgoing.ts";
import type { Portal } from "#lib/regions/views.ts";
import { pageOf } from "./short-link.ts";
import type { MessageRow } from "./write-message.ts";

// A service that refuses a browser for another reason than its end may mend; one that goes on is no use.
const patience = 5;

/** What a locked screen may show: that there is a message, and nothing of what it says. */
export function pushText(locale: Locale, params: MessageParams): string {
  const t = translator(locale);
  return t(params["number"] === undefined ? "inbox.push.news" : "inbox.push.newsOfApplication");
}

/** A push message ready to be sealed; null when its browser has been taken off meanwhile. */
export async function pushWords(
  row: Pick<MessageRow, "recipient" | "template" | "params">,
  portal: Portal | null,
  itemId: string | null,
): Promise<OutgoingMessage | null> {
  const [browser] = await db()
    .select()
    .from(pushSubscription)
    .where(eq(pushSubscription.id, row.recipient));
  if (browser === undefined) return null;
  const { locale } = browser;
  const text = JSON.stringify({
    title: translator(locale)("inbox.push.title"),
    body: pushText(locale, row.params),
    path: pageOf(locale, portal, row.template, itemId),
    // Where there is more than one of them to read.
    all: portal === null ? `/${locale}` : `/${locale}/${portal.slug}/cabinet/inbox`,
    lang: locale,
  });
  return {
    channel: "push",
    to: browser.endpoint,
    keys: { p256dh: browser.p256dh, auth: browser.auth },
    text,
  };
}

/** Its service took a message: what it refused before counts no more. */
export async function pushTaken(id: string): Promise<void> {
  await db()
    .update(pushSubscription)
    .set({ failures: 0 })
    .where(sql`${pushSubscription.id} = ${id} and ${pushSubscription.failures} > 0`);
}

/** Its service refused a message for good: a browser that is gone is taken off, another after some times. */
export async function pushRefused(id: string, gone: boolean): Promise<void> {
  if (!gone) {
    const [row] = await db()
      .update(pushSubscription)
      .set({ failures: sql`${pushSubscription.failures} + 1` })
      .where(eq(pushSubscription.id, id))
      .returning({ failures: pushSubscription.failures });
    if ((row?.failures ?? 0) < patience) return;
  }
  await db().delete(pushSubscription).where(eq(pushSubscription.id, id));
}

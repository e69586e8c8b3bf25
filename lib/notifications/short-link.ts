import { and, desc, eq, gte, lte } from "drizzle-orm";
import { db, type Queryable } from "#db/client.ts";
import { inboxItem, message } from "#db/schema/notifications.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { type Portal, portalById } from "#lib/regions/views.ts";

// An SMS has seventy letters: the address of a page would take half of them.

const digits = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const base = BigInt(digits.length);
const length = 9;
// As many hexadecimal digits of the message's number as are random without a gap (RFC 9562 §5.4): 48 bits.
const taken = 12;

/** The part of a message's number that stands in its SMS: nine letters and digits. It opens nothing by itself. Pure. */
export function shortCode(messageId: string): string {
  let number = BigInt(`0x${messageId.replaceAll("-", "").slice(0, taken)}`);
  let code = "";
  for (let at = 0; at < length; at += 1) {
    code = (digits[Number(number % base)] ?? "") + code;
    number /= base;
  }
  return code;
}

// «Это не вы?»: the page where one closes what one does not know.
const ofSessions: ReadonlySet<string> = new Set(["new-sign-in", "account-changed"]);

/**
 * The page that a message is about, as a path: where its thing is done, else the message itself in its person's inbox.
 * Whoever is not signed in is asked to and comes back to it; to somebody else it shows nothing.
 * @param itemId of the inbox; null where the message lies in none
 */
export function pageOf(
  locale: Locale,
  portal: Pick<Portal, "slug"> | null,
  template: string,
  itemId: string | null,
): string {
  if (portal === null) return `/${locale}`;
  const cabinet = `/${locale}/${portal.slug}/cabinet`;
  if (ofSessions.has(template)) return `${cabinet}/sessions`;
  return itemId === null ? cabinet : `${cabinet}/inbox/${itemId}`;
}

/** Of the rows of `message` and `inbox_item`: both tell the same person of the same matter. */
export const isItsItem = and(
  eq(inboxItem.personId, message.personId),
  eq(inboxItem.cause, message.cause),
);

/** Where the short address of an SMS leads, as a path; null when no message has it. */
export async function pageBehind(code: string, from: Queryable = db()): Promise<string | null> {
  const range = rangeOf(code);
  if (range === null) return null;
  const [row] = await from
    .select({
      locale: message.locale,
      regionId: message.regionId,
      template: message.template,
      itemId: inboxItem.id,
    })
    .from(message)
    .leftJoin(inboxItem, isItsItem)
    .where(and(gte(message.id, range.first), lte(message.id, range.last)))
    .orderBy(desc(message.createdAt))
    .limit(1);
  if (!row) return null;
  const portal = row.regionId === null ? null : await portalById(row.regionId, from);
  return pageOf(row.locale, portal, row.template, row.itemId);
}

function rangeOf(code: string): { readonly first: string; readonly last: string } | null {
  if (!/^[0-9a-zA-Z]{9}$/.test(code)) return null;
  const number = [...code].reduce((sum, digit) => sum * base + BigInt(digits.indexOf(digit)), 0n);
  const hex = number.toString(16).padStart(taken, "0");
  if (hex.length > taken) return null;
  const start = `${hex.slice(0, 8)}-${hex.slice(8)}`;
  return { first: `${start}-0000-0000-000000000000`, last: `${start}-ffff-ffff-ffffffffffff` };
}

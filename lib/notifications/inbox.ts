import { and, desc, eq, inArray, isNull, lt, or, sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { inboxItem, message } from "#db/schema/notifications.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize, type Refusal } from "#lib/access/authorize.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import type { MessageKey } from "#lib/i18n/translate.ts";
import { maskEmail } from "#lib/identity/email.ts";
import { maskPhone } from "#lib/identity/phone.ts";
import type { Channel } from "#lib/messaging/outgoing.ts";
import { env } from "#lib/platform/env.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import { listPortals, policyFor, type Portal } from "#lib/regions/views.ts";
import { deedOfMessage, inboxText } from "./inbox-words.ts";
import { pageOf } from "./short-link.ts";

/** What became of a message by one channel. */
export type Delivery = {
  readonly channel: Channel;
  /** Masked; empty for a browser. */
  readonly to: string;
  readonly state: "queued" | "morning" | "sent" | "delivered" | "failed" | "expired";
  /** When it went or was delivered, or before when it will not go; null where there is no such instant. */
  readonly at: Date | null;
  /** Why not: a code with words of its own, or null. */
  readonly failure: "rejected" | "undelivered" | "unknown" | "gone" | null;
};

export type InboxMessage = {
  readonly id: string;
  readonly subject: string;
  readonly body: string;
  readonly createdAt: Date;
  readonly isNew: boolean;
  /** The application it is about, which its page shows; null where it is about none. */
  readonly application: {
    readonly number: string;
    readonly regionSlug: string;
    /** What it asks for is done on this page of the application, as `/interest`; empty: nothing special. */
    readonly page: string;
    /** The words of the link there. */
    readonly words: MessageKey;
  } | null;
  readonly deliveries: readonly Delivery[];
  /** Where it went is known no more. */
  readonly forgotten: boolean;
};

export type InboxPage = {
  readonly messages: readonly InboxMessage[];
  /** For the page of earlier messages; null on the last one. */
  readonly next: string | null;
  readonly unread: number;
};

const perPage = 20;

/**
 * What the portal has told the person who asks, the newest first, in the language of the page.
 * @param cursor `next` of the page before; what is none shows the newest
 */
export async function myInbox(
  actor: Actor,
  { locale, cursor = null }: { readonly locale: Locale; readonly cursor?: string | null },
  now: Date,
): Promise<Result<InboxPage, Refusal>> {
  const person = ownerOf(actor);
  if (!person.ok) return person;
  const before = readCursor(cursor);
  const found = await db()
    .select()
    .from(inboxItem)
    .where(
      and(
        eq(inboxItem.personId, person.value),
        before === null
          ? undefined
          : or(
              lt(inboxItem.createdAt, before.at),
              and(eq(inboxItem.createdAt, before.at), lt(inboxItem.id, before.id)),
            ),
      ),
    )
    .orderBy(desc(inboxItem.createdAt), desc(inboxItem.id))
    .limit(perPage + 1);
  const rows = found.slice(0, perPage);
  const last = rows.at(-1);
  return ok({
    messages: await written(rows, locale, now),
    next: found.length > perPage && last !== undefined ? cursorOf(last) : null,
    unread: await countUnread(person.value),
  });
}

/** One message of the person who asks; from now on it is read. What is not theirs is not there. */
export async function openMessage(
  actor: Actor,
  { id, locale }: { readonly id: string; readonly locale: Locale },
  now: Date,
): Promise<Result<InboxMessage, Refusal>> {
  const person = ownerOf(actor);
  if (!person.ok) return person;
  const own = and(eq(inboxItem.id, id), eq(inboxItem.personId, person.value));
  const rows = isId(id) ? await db().select().from(inboxItem).where(own) : [];
  const [found] = await written(rows, locale, now);
  if (found === undefined) return fail("not-yours");
  if (found.isNew) await db().update(inboxItem).set({ readAt: now }).where(own);
  return ok(found);
}

/** Marks everything that has come until now as read. */
export async function readEverything(actor: Actor, now: Date): Promise<Result<undefined, Refusal>> {
  const person = ownerOf(actor);
  if (!person.ok) return person;
  await db()
    .update(inboxItem)
    .set({ readAt: now })
    .where(and(eq(inboxItem.personId, person.value), isNull(inboxItem.readAt)));
  return ok();
}

/** How many messages the person who asks has not opened; 0 for whoever has no inbox. For the cabinet's navigation. */
export async function unreadOf(actor: Actor): Promise<number> {
  const person = ownerOf(actor);
  return person.ok ? countUnread(person.value) : 0;
}

function ownerOf(actor: Actor): Result<string, Refusal> {
  if (actor.kind !== "person") return fail("signed-out");
  const allowed = authorize(actor, "inbox.read", { ownerIds: [actor.personId] });
  return allowed.ok ? ok(actor.personId) : allowed;
}

async function countUnread(personId: string): Promise<number> {
  const [row] = await db()
    .select({ n: sql<number>`count(*)::int` })
    .from(inboxItem)
    .where(and(eq(inboxItem.personId, personId), isNull(inboxItem.readAt)));
  return row?.n ?? 0;
}

type ItemRow = typeof inboxItem.$inferSelect;
type MessageRow = typeof message.$inferSelect;

async function written(
  rows: readonly ItemRow[],
  locale: Locale,
  now: Date,
): Promise<InboxMessage[]> {
  const [first] = rows;
  if (first === undefined) return [];
  const causes = rows.map((row) => row.cause);
  const [sent, portals] = await Promise.all([
    db()
      .select()
      .from(message)
      .where(and(eq(message.personId, first.personId), inArray(message.cause, causes)))
      .orderBy(message.createdAt, message.id),
    listPortals(),
  ]);
  const { origin } = new URL(env().NEXTAUTH_URL);
  return Promise.all(
    rows.map(async (row) => {
      const portal = portals.find(({ id }) => id === row.regionId) ?? null;
      const { number } = row.params;
      const about = {
        locale,
        at: row.createdAt,
        link: origin + pageOf(locale, portal, row.template, row.id),
        phone: portal?.supportPhone ?? "",
      };
      const deliveries = sent
        .filter(({ cause }) => cause === row.cause)
        .toSorted((one, two) => order.indexOf(one.channel) - order.indexOf(two.channel));
      return {
        id: row.id,
        ...inboxText(row.template, row.params, about),
        createdAt: row.createdAt,
        isNew: row.readAt === null,
        application:
          typeof number === "string" && portal !== null
            ? { number, regionSlug: portal.slug, ...deedOfMessage(row.template) }
            : null,
        deliveries: deliveries.map((each) => deliveryOf(each, now)),
        forgotten: deliveries.length === 0 && (await isForgotten(row, portal, now)),
      };
    }),
  );
}

async function isForgotten(row: ItemRow, portal: Portal | null, now: Date): Promise<boolean> {
  if (portal === null) return false;
  const question = { regionId: portal.id, queueType: "general", at: now };
  const { parameters } = await policyFor(question);
  const days = (now.getTime() - row.createdAt.getTime()) / 86_400_000;
  return days > parameters.messageRetentionDays;
}

const order: readonly Channel[] = ["sms", "email", "push"];

function deliveryOf(row: MessageRow, now: Date): Delivery {
  const { channel, recipient, state, notBefore } = row;
  const waits = state === "queued" && notBefore !== null && notBefore > now;
  return {
    channel,
    to: channel === "sms" ? maskPhone(recipient) : channel === "email" ? maskEmail(recipient) : "",
    state: waits ? "morning" : state,
    at: waits ? notBefore : state === "delivered" ? row.deliveredAt : row.sentAt,
    failure: state === "failed" ? failureOf(row) : null,
  };
}

/** The log's words for a failure are many; a reader needs four. */
function failureOf({ channel, failure }: MessageRow): Delivery["failure"] {
  if (failure === "undelivered" || failure === "unknown") return failure;
  return channel === "push" ? "gone" : "rejected";
}

function isId(text: string): boolean {
  return /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/.test(text);
}

function cursorOf({ createdAt, id }: Pick<ItemRow, "createdAt" | "id">): string {
  return `${createdAt.toISOString()}_${id}`;
}

function readCursor(cursor: string | null): { readonly at: Date; readonly id: string } | null {
  const [at = "", id = ""] = (cursor ?? "").split("_");
  const date = new Date(at);
  return isId(id) && !Number.isNaN(date.getTime()) && at.length === 24 ? { at: date, id } : null;
}

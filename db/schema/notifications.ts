import {
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { sql } from "drizzle-orm";
import { instant } from "./columns.ts";

/** One message to one person by one channel for one cause, written with its fact and sent by a job. */
export const message = pgTable(
  "message",
  {
    id: uuid("id").primaryKey(),
    regionId: integer("region_id"),
    personId: uuid("person_id"),
    channel: text("channel").$type<"sms" | "email" | "push">().notNull(),
    /** A phone (E.164), an address, or the number of a push subscription. */
    recipient: text("recipient").notNull(),
    locale: text("locale").$type<"kk" | "ru" | "en">().notNull(),
    template: text("template").notNull(),
    params: jsonb("params").$type<Record<string, string | number>>().notNull(),
    /** What it is about, e.g. `registered:<application>`: with the channel it makes a message unique. */
    cause: text("cause").notNull(),
    state: text("state").$type<"queued" | "sent" | "delivered" | "failed" | "expired">().notNull(),
    attempts: integer("attempts").notNull(),
    createdAt: instant("created_at").notNull(),
    sentAt: instant("sent_at"),
    failure: text("failure"),
    /** Not sent before this instant: nobody is written to at night. Null: at once. */
    notBefore: instant("not_before"),
    /** Not sent after this instant: an old code helps nobody. */
    expiresAt: instant("expires_at"),
    /** What the transport calls the message: a receipt names it. */
    transportId: text("transport_id"),
    deliveredAt: instant("delivered_at"),
    /** The message that this one stands in for, because its channel failed. */
    insteadOf: uuid("instead_of"),
    /** Params that must not be read later, e.g. a code: emptied when the message has left. */
    secret: boolean("secret").notNull().default(false),
    /**
     * Since when, by the database's own clock, a worker has been handing it over. A worker that dies in between leaves
     * it set, and the next one knows that the message may have left.
     */
    handingOverSince: instant("handing_over_since"),
  },
  (t) => [
    uniqueIndex("message_once").on(t.cause, t.channel, t.recipient),
    index("message_recipient").on(t.recipient, t.createdAt),
    index("message_person").on(t.personId, t.createdAt),
    index("message_transport").on(t.transportId),
    index("message_written").using("brin", t.createdAt),
    index("message_waiting")
      .on(t.createdAt)
      .where(sql`state = 'queued'`),
  ],
);

/**
 * One message as its person finds it in the cabinet, whatever became of it elsewhere: it is there without a phone and an
 * address too, and stays when the rows of `message`, which carry them, are erased. Both are joined by person and cause.
 */
export const inboxItem = pgTable(
  "inbox_item",
  {
    id: uuid("id").primaryKey(),
    personId: uuid("person_id").notNull(),
    regionId: integer("region_id"),
    cause: text("cause").notNull(),
    template: text("template").notNull(),
    /** Without what is secret. */
    params: jsonb("params").$type<Record<string, string | number>>().notNull(),
    createdAt: instant("created_at").notNull(),
    readAt: instant("read_at"),
  },
  (t) => [
    uniqueIndex("inbox_item_once").on(t.personId, t.cause),
    index("inbox_item_person").on(t.personId, t.createdAt, t.id),
    index("inbox_item_unread")
      .on(t.personId)
      .where(sql`read_at is null`),
    index("inbox_item_written").using("brin", t.createdAt),
  ],
);

/** A browser that shows its person's messages though no page is open (RFC 8030). */
export const pushSubscription = pgTable(
  "push_subscription",
  {
    id: uuid("id").primaryKey(),
    personId: uuid("person_id").notNull(),
    /** The address at the browser maker's service that takes messages for this browser. */
    endpoint: text("endpoint").notNull(),
    /** The browser's keys (RFC 8291), base64url: its public key and the shared secret. */
    p256dh: text("p256dh").notNull(),
    auth: text("auth").notNull(),
    locale: text("locale").$type<"kk" | "ru" | "en">().notNull(),
    /** What the browser says of itself, in words. */
    device: text("device").notNull(),
    createdAt: instant("created_at").notNull(),
    /** Messages in a row that its service refused. */
    failures: integer("failures").notNull().default(0),
  },
  (t) => [
    uniqueIndex("push_subscription_endpoint").on(t.endpoint),
    index("push_subscription_person").on(t.personId),
  ],
);

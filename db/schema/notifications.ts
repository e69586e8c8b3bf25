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
    channel: text("channel").$type<"sms" | "email">().notNull(),
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

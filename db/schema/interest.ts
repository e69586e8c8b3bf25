import {
  char,
  date,
  foreignKey,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { application } from "./applications.ts";
import { instant } from "./columns.ts";

/**
 * One asking of one family whether the place is still needed: named by the deadline it ends with, because the next
 * confirmation gives the application another one. The row is written when the family is asked or answers.
 */
export const interestPeriod = pgTable(
  "interest_period",
  {
    regionId: integer("region_id").notNull(),
    applicationId: uuid("application_id").notNull(),
    /** The application's `interest_due_at` of that time. */
    dueAt: instant("due_at").notNull(),
    /** SHA-256 of the secret in the message's link: it confirms this period and nothing else. */
    tokenHash: char("token_hash", { length: 64 }).notNull(),
    /** The last reminder: so many days before the day. Null: none has gone, so nobody may be removed for it. */
    remindedDays: integer("reminded_days"),
    confirmedAt: instant("confirmed_at"),
    /** Taken off because nobody answered, and until when the old place can be taken back. */
    removedAt: instant("removed_at"),
    restoreUntil: instant("restore_until"),
    restoredAt: instant("restored_at"),
  },
  (t) => [
    primaryKey({ columns: [t.regionId, t.applicationId, t.dueAt] }),
    foreignKey({
      columns: [t.regionId, t.applicationId],
      foreignColumns: [application.regionId, application.id],
    }),
    unique("interest_period_token").on(t.tokenHash),
  ],
);

/** How many answers by SMS came on a day (UTC+5), by what became of them; no number, no text. */
export const smsAnswerCount = pgTable(
  "sms_answer_count",
  {
    day: date("day", { mode: "string" }).notNull(),
    outcome: text("outcome").notNull(),
    n: integer("n").notNull(),
  },
  (t) => [primaryKey({ columns: [t.day, t.outcome] })],
);

import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { application, queueEvent } from "./applications.ts";
import { instant } from "./columns.ts";
import { person } from "./people.ts";

/** What was decided against a family, by the event of the ledger that did it, and until when it may object. */
export const decision = pgTable(
  "decision",
  {
    regionId: integer("region_id").notNull(),
    eventSeq: bigint("event_seq", { mode: "number" }).notNull(),
    applicationId: uuid("application_id").notNull(),
    /** Who decided; null for the portal itself. */
    decidedBy: uuid("decided_by").references(() => person.id),
    appealUntil: instant("appeal_until").notNull(),
    /** The officer's own words to the family. */
    note: text("note"),
  },
  (t) => [
    primaryKey({ columns: [t.regionId, t.eventSeq] }),
    foreignKey({
      columns: [t.regionId, t.eventSeq],
      foreignColumns: [queueEvent.regionId, queueEvent.seq],
    }),
    foreignKey({
      columns: [t.regionId, t.applicationId],
      foreignColumns: [application.regionId, application.id],
    }),
    index("decision_application").on(t.regionId, t.applicationId),
  ],
);

/** A family's objection to one decision, and the answer to it. */
export const appeal = pgTable(
  "appeal",
  {
    regionId: integer("region_id").notNull(),
    id: uuid("id").notNull(),
    applicationId: uuid("application_id").notNull(),
    eventSeq: bigint("event_seq", { mode: "number" }).notNull(),
    personId: uuid("person_id")
      .notNull()
      .references(() => person.id),
    words: text("words").notNull(),
    sentAt: instant("sent_at").notNull(),
    answerDueAt: instant("answer_due_at").notNull(),
    answeredAt: instant("answered_at"),
    answeredBy: uuid("answered_by").references(() => person.id),
    outcome: text("outcome").$type<"upheld" | "refused">(),
    /** The office's reasons. */
    answer: text("answer"),
  },
  (t) => [
    primaryKey({ columns: [t.regionId, t.id] }),
    foreignKey({
      columns: [t.regionId, t.eventSeq],
      foreignColumns: [decision.regionId, decision.eventSeq],
    }),
    foreignKey({
      columns: [t.regionId, t.applicationId],
      foreignColumns: [application.regionId, application.id],
    }),
    unique("appeal_once").on(t.regionId, t.eventSeq),
    index("appeal_open")
      .on(t.regionId, t.answerDueAt)
      .where(sql`answered_at is null`),
  ],
);

/** An application that was given back: what to mend, until when, and what the family sent. */
export const applicationReturn = pgTable(
  "application_return",
  {
    regionId: integer("region_id").notNull(),
    id: uuid("id").notNull(),
    applicationId: uuid("application_id").notNull(),
    reasons: jsonb("reasons").$type<string[]>().notNull(),
    /** The officer's own words. */
    note: text("note"),
    returnedAt: instant("returned_at").notNull(),
    deadlineAt: instant("deadline_at").notNull(),
    /** missed: the deadline passed and the entry is held until the correction comes · ended: without one. */
    state: text("state").$type<"open" | "missed" | "sent" | "ended">().notNull(),
    /** The family's own words. */
    answer: text("answer"),
    /** Papers will be brought to the office. */
    bringsPapers: boolean("brings_papers").notNull().default(false),
    sentAt: instant("sent_at"),
    sentBy: uuid("sent_by").references(() => person.id),
  },
  (t) => [
    primaryKey({ columns: [t.regionId, t.id] }),
    foreignKey({
      columns: [t.regionId, t.applicationId],
      foreignColumns: [application.regionId, application.id],
    }),
    uniqueIndex("application_return_one")
      .on(t.regionId, t.applicationId)
      .where(sql`state in ('open', 'missed')`),
    index("application_return_deadline")
      .on(t.deadlineAt)
      .where(sql`state = 'open'`),
  ],
);

/** Why an application gets no place for a while, and until when. */
export const applicationHold = pgTable(
  "application_hold",
  {
    regionId: integer("region_id").notNull(),
    id: uuid("id").notNull(),
    applicationId: uuid("application_id").notNull(),
    /** Code of the ground, as in the ledger. */
    ground: text("ground").notNull(),
    heldAt: instant("held_at").notNull(),
    /** Released by itself at this instant; null: when an officer or the family ends it. */
    until: instant("until"),
    releasedAt: instant("released_at"),
  },
  (t) => [
    primaryKey({ columns: [t.regionId, t.id] }),
    foreignKey({
      columns: [t.regionId, t.applicationId],
      foreignColumns: [application.regionId, application.id],
    }),
    uniqueIndex("application_hold_one")
      .on(t.regionId, t.applicationId)
      .where(sql`released_at is null`),
    index("application_hold_until")
      .on(t.until)
      .where(sql`released_at is null and until is not null`),
  ],
);

/** When the state registers are asked again about the family of a waiting application. */
export const registerWatch = pgTable(
  "register_watch",
  {
    regionId: integer("region_id").notNull(),
    applicationId: uuid("application_id").notNull(),
    nextAskAt: instant("next_ask_at").notNull(),
    /** The family is registered elsewhere: until when it may say otherwise. */
    movedDueAt: instant("moved_due_at"),
    /** The other representative was told that the applicant is no more. */
    applicantGone: boolean("applicant_gone").notNull().default(false),
  },
  (t) => [
    primaryKey({ columns: [t.regionId, t.applicationId] }),
    foreignKey({
      columns: [t.regionId, t.applicationId],
      foreignColumns: [application.regionId, application.id],
    }),
    index("register_watch_next").on(t.nextAskAt),
  ],
);

/** When a child is too old for its queue, told long before. */
export const ageLimit = pgTable(
  "age_limit",
  {
    regionId: integer("region_id").notNull(),
    applicationId: uuid("application_id").notNull(),
    dueAt: instant("due_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.regionId, t.applicationId] }),
    foreignKey({
      columns: [t.regionId, t.applicationId],
      foreignColumns: [application.regionId, application.id],
    }),
    index("age_limit_due").on(t.dueAt),
  ],
);

import {
  bigint,
  date,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  smallint,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { application } from "./applications.ts";
import { bytea, instant } from "./columns.ts";
import { person } from "./people.ts";

/**
 * How many entries of a class wait in a queue, by the day of their registration (UTC), 64 days to a row. Kept by
 * triggers of queue_entry alone, in the transaction that changes it; nobody else writes here.
 */
export const queueCount = pgTable(
  "queue_count",
  {
    regionId: integer("region_id").notNull(),
    queueType: text("queue_type").notNull(),
    districtKato: text("district_kato").notNull(),
    cohort: integer("cohort").notNull(),
    class: text("class").$type<"extraordinary" | "first-priority" | "ordinary">().notNull(),
    /** Number of the day since 1970 divided by 64. */
    block: integer("block").notNull(),
    /** Of the whole block. */
    n: integer("n").notNull(),
    /** Of each of its days; 64 of them. */
    days: integer("days").array().notNull(),
  },
  (t) => [
    primaryKey({
      name: "queue_count_key",
      columns: [t.regionId, t.queueType, t.districtKato, t.cohort, t.class, t.block],
    }),
  ],
);

/**
 * What each event of the ledger did to one queue, so that a change of number is explained from the events of that queue
 * alone. Written by a trigger of queue_event, in the transaction that appends the event; nobody else writes here, and the
 * nightly check holds it to the ledger. An event that leads from one queue to another has two rows.
 */
export const queueMove = pgTable(
  "queue_move",
  {
    regionId: integer("region_id").notNull(),
    eventSeq: bigint("event_seq", { mode: "number" }).notNull(),
    /** 0: in the queue where the entry stood before the event; 1: in the one it came into. */
    side: smallint("side").notNull(),
    queueType: text("queue_type").notNull(),
    districtKato: text("district_kato").notNull(),
    cohort: integer("cohort").notNull(),
    at: instant("at").notNull(),
    applicationId: uuid("application_id").notNull(),
    kind: text("kind").notNull(),
    entrySeq: bigint("entry_seq", { mode: "number" }).notNull(),
    /** How it stood in this queue before and after; null: not at all. Both null: it was away already, and ended so. */
    wasClass: text("was_class").$type<"extraordinary" | "first-priority" | "ordinary">(),
    wasRegisteredAt: instant("was_registered_at"),
    isClass: text("is_class").$type<"extraordinary" | "first-priority" | "ordinary">(),
    isRegisteredAt: instant("is_registered_at"),
  },
  (t) => [
    primaryKey({ name: "queue_move_key", columns: [t.regionId, t.eventSeq, t.side] }),
    // Holds every column that is asked for: the moves of one queue lie beside each other here, and the table is not opened.
    index("queue_move_read").on(
      t.regionId,
      t.queueType,
      t.districtKato,
      t.cohort,
      t.at,
      t.eventSeq,
      t.kind,
      t.entrySeq,
      t.wasClass,
      t.wasRegisteredAt,
      t.isClass,
      t.isRegisteredAt,
    ),
  ],
);

/**
 * The moves of one queue in a month that is over, as few bytes as they need (`lib/queue/packed-moves.ts`): a copy, from
 * which a year is read in a tenth of the pages. A job writes it; a trigger of queue_move takes away the month that it
 * touches; the nightly check holds it to queue_move. One row at least for each month that is here.
 */
export const queueMoveMonth = pgTable(
  "queue_move_month",
  {
    regionId: integer("region_id").notNull(),
    queueType: text("queue_type").notNull(),
    districtKato: text("district_kato").notNull(),
    cohort: integer("cohort").notNull(),
    /** Its first day; months of UTC. */
    month: date("month", { mode: "string" }).notNull(),
    part: smallint("part").notNull(),
    moves: bytea("moves").notNull(),
  },
  (t) => [
    primaryKey({
      name: "queue_move_month_key",
      columns: [t.regionId, t.queueType, t.districtKato, t.cohort, t.month, t.part],
    }),
  ],
);

/**
 * The number a person saw last and on the visit before, so that the next page can say what changed since. One row per
 * person and application.
 */
export const numberSeen = pgTable(
  "number_seen",
  {
    regionId: integer("region_id").notNull(),
    applicationId: uuid("application_id").notNull(),
    personId: uuid("person_id")
      .notNull()
      .references(() => person.id),
    /** The visit before this one; null on the first. */
    previousAt: instant("previous_at"),
    previousNumber: integer("previous_number"),
    /** The last time within the present visit. */
    seenAt: instant("seen_at").notNull(),
    seenNumber: integer("seen_number").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.regionId, t.applicationId, t.personId] }),
    foreignKey({
      columns: [t.regionId, t.applicationId],
      foreignColumns: [application.regionId, application.id],
    }),
    index("number_seen_person").on(t.personId),
  ],
);

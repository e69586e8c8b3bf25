import { integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";

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

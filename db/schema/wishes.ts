import { sql } from "drizzle-orm";
import {
  check,
  foreignKey,
  integer,
  pgTable,
  pgView,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { application } from "./applications.ts";
import { instant } from "./columns.ts";
import { kindergarten } from "./kindergartens.ts";
import { person } from "./people.ts";

/**
 * The kindergartens that a family wishes for, each change a whole new list, so that the wishes of every past moment are
 * known and a round can be replayed. Append-only; the last version counts, and one without wishes says «none».
 */
export const wishList = pgTable(
  "wish_list",
  {
    regionId: integer("region_id").notNull(),
    applicationId: uuid("application_id").notNull(),
    /** From 1, without gaps. */
    version: integer("version").notNull(),
    at: instant("at").notNull(),
    actorRole: text("actor_role").$type<"parent" | "officer" | "import">().notNull(),
    personId: uuid("person_id").references(() => person.id),
    /** Of the form that was sent; twins who stand together have the same one. Null in imports. */
    idempotencyKey: uuid("idempotency_key"),
  },
  (t) => [
    primaryKey({ columns: [t.regionId, t.applicationId, t.version] }),
    foreignKey({
      name: "wish_list_application",
      columns: [t.regionId, t.applicationId],
      foreignColumns: [application.regionId, application.id],
    }),
    unique("wish_list_key").on(t.regionId, t.applicationId, t.idempotencyKey),
    check("wish_list_version", sql`version >= 1`),
  ],
);

/** One wish of a list, the first having rank 1. Append-only. */
export const wish = pgTable(
  "wish",
  {
    regionId: integer("region_id").notNull(),
    applicationId: uuid("application_id").notNull(),
    version: integer("version").notNull(),
    rank: integer("rank").notNull(),
    kindergartenId: uuid("kindergarten_id").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.regionId, t.applicationId, t.version, t.rank] }),
    unique("wish_once").on(t.regionId, t.applicationId, t.version, t.kindergartenId),
    foreignKey({
      name: "wish_of_list",
      columns: [t.regionId, t.applicationId, t.version],
      foreignColumns: [wishList.regionId, wishList.applicationId, wishList.version],
    }),
    foreignKey({
      name: "wish_kindergarten",
      columns: [t.regionId, t.kindergartenId],
      foreignColumns: [kindergarten.regionId, kindergarten.id],
    }),
    check("wish_rank", sql`rank >= 1`),
  ],
);

/** The wishes that count now, a row for each. Who gave none has no row. */
export const currentWish = pgView("current_wish", {
  regionId: integer("region_id").notNull(),
  applicationId: uuid("application_id").notNull(),
  version: integer("version").notNull(),
  at: instant("at").notNull(),
  rank: integer("rank").notNull(),
  kindergartenId: uuid("kindergarten_id").notNull(),
}).as(
  sql`select w.region_id, w.application_id, w.version, l.at, w.rank, w.kindergarten_id
    from wish w
    join wish_list l on l.region_id = w.region_id and l.application_id = w.application_id
      and l.version = w.version
    where not exists (
      select from wish_list later
      where later.region_id = w.region_id and later.application_id = w.application_id
        and later.version > w.version)`,
);

import { sql } from "drizzle-orm";
import {
  bigint,
  char,
  check,
  date,
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { instant } from "./columns.ts";
import { region, territory } from "./regions.ts";

/** A name or an address as it is in life: there is an official one in Kazakh and in Russian, and in no third language. */
export type TwoNames = { kk: string; ru: string };

/** Local times «07:30», «24:00» being the end of the day, on these days of the week. */
export type WorkingHours = { days: "mon-fri" | "mon-sat" | "daily"; from: string; to: string };

export type TeachingLanguage = "kk" | "ru" | "other";
/** state · private with a place of state order (госзаказ) · private without. */
export type Ownership = "state" | "private-ordered" | "private";
export type ServedQueue = "general" | "special-correctional" | "special" | "sanatorium";

/** A preschool organisation of the region's register: only what is public anyway, and nobody's personal data. */
export const kindergarten = pgTable(
  "kindergarten",
  {
    regionId: integer("region_id")
      .notNull()
      .references(() => region.id),
    id: uuid("id").notNull(),
    /** Its name in addresses; never changes and is never given to another. */
    slug: text("slug").notNull(),
    /** As people say it: «№ 8 «Айналайын»». */
    names: jsonb("names").$type<TwoNames>().notNull(),
    bin: char("bin", { length: 12 }),
    /** Null where the portal is one district. */
    districtKato: char("district_kato", { length: 9 }).references(() => territory.kato),
    address: jsonb("address").$type<TwoNames>().notNull(),
    /** WGS 84, degrees; both or none. */
    latitude: doublePrecision("latitude"),
    longitude: doublePrecision("longitude"),
    /** E.164. */
    phone: text("phone"),
    email: text("email"),
    site: text("site"),
    ownership: text("ownership").$type<Ownership>().notNull(),
    /** What it teaches in and which queues it takes children from; each group has one of each. */
    languages: text("languages").array().$type<TeachingLanguage[]>().notNull(),
    queueTypes: text("queue_types").array().$type<ServedQueue[]>().notNull(),
    hours: jsonb("hours").$type<WorkingHours>(),
    openedOn: date("opened_on", { mode: "string" }),
    /** The first day on which it is closed; stays in the register, so that what was given there can be read. */
    closedOn: date("closed_on", { mode: "string" }),
    source: text("source").$type<"office" | "import">().notNull(),
    version: integer("version").notNull(),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.regionId, t.id] }),
    unique("kindergarten_slug").on(t.regionId, t.slug),
    unique("kindergarten_bin").on(t.regionId, t.bin),
    check("kindergarten_point", sql`(latitude is null) = (longitude is null)`),
    check(
      "kindergarten_on_earth",
      sql`latitude between -90 and 90 and longitude between -180 and 180`,
    ),
  ],
);

/**
 * Places of one kind in a kindergarten: for these birth years, in this language, from this queue. A group grows up with
 * its children, so its cohorts stay; groups of several ages have several. How many places are taken will be counted from
 * enrolments that name (region_id, id), never stored here.
 */
export const kindergartenGroup = pgTable(
  "kindergarten_group",
  {
    regionId: integer("region_id").notNull(),
    id: uuid("id").notNull(),
    kindergartenId: uuid("kindergarten_id").notNull(),
    /** «Балапан»; null where it has none. */
    names: jsonb("names").$type<TwoNames>(),
    queueType: text("queue_type").$type<ServedQueue>().notNull(),
    language: text("language").$type<TeachingLanguage>().notNull(),
    /** Cohorts as the queue counts them, both included. */
    cohortFrom: integer("cohort_from").notNull(),
    cohortTo: integer("cohort_to").notNull(),
    capacity: integer("capacity").notNull(),
    openFrom: date("open_from", { mode: "string" }).notNull(),
    /** The first day on which it is no more. */
    openTo: date("open_to", { mode: "string" }),
    version: integer("version").notNull(),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.regionId, t.id] }),
    foreignKey({
      columns: [t.regionId, t.kindergartenId],
      foreignColumns: [kindergarten.regionId, kindergarten.id],
    }),
    // Lets a wish, an offer or a referral name a kindergarten and a group of it, and never another's.
    unique("kindergarten_group_of").on(t.regionId, t.kindergartenId, t.id),
    check("kindergarten_group_cohorts", sql`cohort_from <= cohort_to`),
    check("kindergarten_group_capacity", sql`capacity >= 0`),
  ],
);

/** What became of a kindergarten and its groups, with former and new values. Append-only. */
export const kindergartenChange = pgTable(
  "kindergarten_change",
  {
    regionId: integer("region_id").notNull(),
    seq: bigint("seq", { mode: "number" }).notNull().generatedAlwaysAsIdentity(),
    kindergartenId: uuid("kindergarten_id").notNull(),
    /** Null where the kindergarten itself changed. */
    groupId: uuid("group_id"),
    kind: text("kind").$type<"added" | "changed" | "closed" | "reopened">().notNull(),
    at: instant("at").notNull(),
    actorRole: text("actor_role")
      .$type<"officer" | "region_admin" | "import" | "system">()
      .notNull(),
    personId: uuid("person_id"),
    data: jsonb("data").$type<Record<string, unknown>>().notNull(),
    /** Of the form that was sent, so that a second press changes nothing; null in imports. */
    idempotencyKey: uuid("idempotency_key"),
  },
  (t) => [
    primaryKey({ columns: [t.regionId, t.seq] }),
    foreignKey({
      columns: [t.regionId, t.kindergartenId],
      foreignColumns: [kindergarten.regionId, kindergarten.id],
    }),
    foreignKey({
      columns: [t.regionId, t.groupId],
      foreignColumns: [kindergartenGroup.regionId, kindergartenGroup.id],
    }),
    unique("kindergarten_change_key").on(t.regionId, t.idempotencyKey),
    index("kindergarten_change_of").on(t.regionId, t.kindergartenId, t.seq),
  ],
);

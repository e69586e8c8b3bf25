import {
  boolean,
  char,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { instant } from "./columns.ts";

export type Names = { kk: string; ru: string; en: string };

/** The administrative map by KATO (the classifier of administrative and territorial units). */
export const territory = pgTable("territory", {
  kato: char("kato", { length: 9 }).primaryKey(),
  parentKato: char("parent_kato", { length: 9 }),
  kind: text("kind").$type<"region" | "city" | "district">().notNull(),
  names: jsonb("names").$type<Names>().notNull(),
});

/** A portal: one tenant of the installation. */
export const region = pgTable(
  "region",
  {
    id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
    slug: text("slug").notNull(),
    kato: char("kato", { length: 9 }).notNull(),
    names: jsonb("names").$type<Names>().notNull(),
    supportPhone: text("support_phone").notNull(),
    officeAddress: jsonb("office_address").$type<Names>().notNull(),
    officeHours: jsonb("office_hours").$type<Names>().notNull(),
    bin: char("bin", { length: 12 }),
    hasDistricts: boolean("has_districts").notNull().default(false),
    openedAt: instant("opened_at").notNull(),
  },
  (t) => [uniqueIndex("region_slug").on(t.slug), uniqueIndex("region_kato").on(t.kato)],
);

/** The districts a portal serves, where it serves several. */
export const regionDistrict = pgTable(
  "region_district",
  {
    regionId: integer("region_id")
      .notNull()
      .references(() => region.id),
    kato: char("kato", { length: 9 })
      .notNull()
      .references(() => territory.kato),
  },
  (t) => [primaryKey({ columns: [t.regionId, t.kato] })],
);

/**
 * A dated rule: region × queue type × interval → parameters, with the text it rests on. A null region or queue type
 * means «all»; the narrower row wins, then the later one.
 */
export const policy = pgTable(
  "policy",
  {
    id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
    regionId: integer("region_id").references(() => region.id),
    queueType: text("queue_type"),
    validFrom: date("valid_from", { mode: "string" }).notNull(),
    validTo: date("valid_to", { mode: "string" }),
    parameters: jsonb("parameters").$type<Record<string, unknown>>().notNull(),
    source: jsonb("source").$type<Record<string, unknown>>().notNull(),
    code: text("code").notNull(),
  },
  (t) => [
    uniqueIndex("policy_code").on(t.code),
    index("policy_region").on(t.regionId, t.queueType, t.validFrom),
  ],
);

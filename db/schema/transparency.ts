import {
  bigint,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { queueEvent } from "./applications.ts";
import { bytea, instant } from "./columns.ts";
import { region } from "./regions.ts";

/** The public log: one leaf for each event of a region's ledger, in the ledger's order. Append-only. */
export const logLeaf = pgTable(
  "log_leaf",
  {
    regionId: integer("region_id").notNull(),
    /** From 0, without gaps. */
    leafIndex: bigint("leaf_index", { mode: "number" }).notNull(),
    eventSeq: bigint("event_seq", { mode: "number" }).notNull(),
    /** For finding the leaves of an application; never published. */
    applicationId: uuid("application_id").notNull(),
    /** The canonical JSON that is hashed and published: exactly these bytes. */
    leaf: text("leaf").notNull(),
    hash: bytea("hash").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.regionId, t.leafIndex] }),
    unique("log_leaf_event").on(t.regionId, t.eventSeq),
    index("log_leaf_hash").on(t.regionId, t.hash),
    index("log_leaf_application").on(t.regionId, t.applicationId, t.leafIndex),
    foreignKey({
      columns: [t.regionId, t.eventSeq],
      foreignColumns: [queueEvent.regionId, queueEvent.seq],
    }),
  ],
);

/** Hashes of complete subtrees above the leaves: `2^level` leaves from `nodeIndex * 2^level` on. Append-only. */
export const logNode = pgTable(
  "log_node",
  {
    regionId: integer("region_id").notNull(),
    level: smallint("level").notNull(),
    nodeIndex: bigint("node_index", { mode: "number" }).notNull(),
    hash: bytea("hash").notNull(),
  },
  (t) => [primaryKey({ columns: [t.regionId, t.level, t.nodeIndex] })],
);

/** Every head of a log that was ever signed. Append-only. */
export const logCheckpoint = pgTable(
  "log_checkpoint",
  {
    regionId: integer("region_id")
      .notNull()
      .references(() => region.id),
    size: bigint("size", { mode: "number" }).notNull(),
    /** The log's name, which stays what it was at the first head. */
    origin: text("origin").notNull(),
    root: bytea("root").notNull(),
    /** The signed note as published. */
    note: text("note").notNull(),
    /** Ed25519, 32 bytes: the key may change in the life of a log. */
    publicKey: bytea("public_key").notNull(),
    signedAt: instant("signed_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.regionId, t.size] })],
);

import {
  char,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { application, applicationDraft } from "./applications.ts";
import { instant } from "./columns.ts";
import { person } from "./people.ts";

/** Permission to put one file into quarantine: for one person, one draft, one paper, once, for minutes. */
export const uploadTicket = pgTable(
  "upload_ticket",
  {
    id: uuid("id").primaryKey(),
    regionId: integer("region_id").notNull(),
    draftId: uuid("draft_id").notNull(),
    personId: uuid("person_id")
      .notNull()
      .references(() => person.id),
    attachmentId: uuid("attachment_id").notNull(),
    paper: text("paper").notNull(),
    fileName: text("file_name").notNull(),
    storageKey: text("storage_key").notNull(),
    maxBytes: integer("max_bytes").notNull(),
    createdAt: instant("created_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    usedAt: instant("used_at"),
  },
  (t) => [
    foreignKey({
      columns: [t.regionId, t.draftId],
      foreignColumns: [applicationDraft.regionId, applicationDraft.id],
    }),
    index("upload_ticket_expiry").on(t.expiresAt),
  ],
);

/** One file of one paper (several photos may make a paper). Never deleted: removed ones keep their row. */
export const attachment = pgTable(
  "attachment",
  {
    regionId: integer("region_id").notNull(),
    id: uuid("id").notNull(),
    ownerId: uuid("owner_id")
      .notNull()
      .references(() => person.id),
    draftId: uuid("draft_id").notNull(),
    applicationId: uuid("application_id"),
    /** Which paper it is a page of, e.g. `privilege`, `non-resident`, `guardianship`, `pmpk`. */
    paper: text("paper").notNull(),
    position: integer("position").notNull(),
    fileName: text("file_name").notNull(),
    mime: text("mime").notNull(),
    size: integer("size").notNull(),
    sha256: char("sha256", { length: 64 }).notNull(),
    storageKey: text("storage_key").notNull(),
    state: text("state").$type<"clean" | "rejected">().notNull(),
    scan: text("scan").$type<"clean" | "not-scanned">().notNull(),
    createdAt: instant("created_at").notNull(),
    removedAt: instant("removed_at"),
  },
  (t) => [
    primaryKey({ columns: [t.regionId, t.id] }),
    foreignKey({
      columns: [t.regionId, t.draftId],
      foreignColumns: [applicationDraft.regionId, applicationDraft.id],
    }),
    foreignKey({
      columns: [t.regionId, t.applicationId],
      foreignColumns: [application.regionId, application.id],
    }),
    index("attachment_draft").on(t.regionId, t.draftId),
    index("attachment_application").on(t.regionId, t.applicationId),
  ],
);

/** A paper the portal made: its facts, its file, and the token under which anyone can check that it is genuine. */
export const issuedDocument = pgTable(
  "issued_document",
  {
    regionId: integer("region_id").notNull(),
    id: uuid("id").notNull(),
    applicationId: uuid("application_id").notNull(),
    kind: text("kind").$type<"registration-notice">().notNull(),
    locale: text("locale").$type<"kk" | "ru" | "en">().notNull(),
    token: text("token").notNull(),
    facts: jsonb("facts").$type<Record<string, unknown>>().notNull(),
    issuedAt: instant("issued_at").notNull(),
    storageKey: text("storage_key"),
    sha256: char("sha256", { length: 64 }),
    renderedAt: instant("rendered_at"),
  },
  (t) => [
    primaryKey({ columns: [t.regionId, t.id] }),
    foreignKey({
      columns: [t.regionId, t.applicationId],
      foreignColumns: [application.regionId, application.id],
    }),
    uniqueIndex("issued_document_token").on(t.token),
    index("issued_document_application").on(t.regionId, t.applicationId),
  ],
);

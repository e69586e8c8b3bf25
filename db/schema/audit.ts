import { bigint, index, integer, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { instant } from "./columns.ts";

/** Who did or read what, when, in which role. Append-only. */
export const auditEntry = pgTable(
  "audit_entry",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    at: instant("at").notNull(),
    personId: uuid("person_id"),
    sessionId: uuid("session_id"),
    role: text("role").notNull(),
    action: text("action").notNull(),
    regionId: integer("region_id"),
    subjectKind: text("subject_kind").notNull(),
    subjectId: text("subject_id").notNull(),
    /** The child or adult whose data it concerns, for «Кто смотрел мои данные». */
    concernsId: uuid("concerns_id"),
    requestId: text("request_id"),
    detail: jsonb("detail").$type<Record<string, unknown>>().notNull(),
  },
  (t) => [
    index("audit_entry_subject").on(t.subjectKind, t.subjectId),
    index("audit_entry_concerns").on(t.concernsId, t.at),
    index("audit_entry_person").on(t.personId, t.at),
  ],
);

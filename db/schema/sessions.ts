import { index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { instant } from "./columns.ts";
import { person } from "./people.ts";

/** How somebody came in; `staff` is password and code. */
export type SignInMethod =
  | "eds"
  | "egov-mobile"
  | "password"
  | "code"
  | "one-time-code"
  | "recovery"
  | "staff";

/** A session lives here; the cookie only names it, so revoking the row ends it at the next request. */
export const session = pgTable(
  "session",
  {
    id: uuid("id").primaryKey(),
    personId: uuid("person_id")
      .notNull()
      .references(() => person.id),
    strength: text("strength").$type<"strong" | "two-factor" | "light">().notNull(),
    method: text("method").$type<SignInMethod>().notNull(),
    createdAt: instant("created_at").notNull(),
    lastSeenAt: instant("last_seen_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    revokedAt: instant("revoked_at"),
    device: text("device").notNull(),
    address: text("address").notNull(),
    evidenceId: uuid("evidence_id"),
  },
  (t) => [index("session_person").on(t.personId, t.createdAt)],
);

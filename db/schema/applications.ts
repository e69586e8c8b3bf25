import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  char,
  foreignKey,
  index,
  integer,
  jsonb,
  pgSequence,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { bytea, instant } from "./columns.ts";
import { signatureEvidence } from "./eds.ts";
import { person } from "./people.ts";
import { region, territory } from "./regions.ts";

/** What a parent has typed so far; found again on another device. */
export const applicationDraft = pgTable(
  "application_draft",
  {
    regionId: integer("region_id")
      .notNull()
      .references(() => region.id),
    id: uuid("id").notNull(),
    personId: uuid("person_id")
      .notNull()
      .references(() => person.id),
    queueType: text("queue_type").notNull(),
    data: jsonb("data").$type<Record<string, unknown>>().notNull(),
    version: integer("version").notNull(),
    /** Made when the page was shown, so that pressing «Подать заявку» twice opens one draft. */
    idempotencyKey: uuid("idempotency_key").notNull(),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
    submittedAt: instant("submitted_at"),
    discardedAt: instant("discarded_at"),
    /**
     * The registered application for which it collects further papers. Such a draft is never signed: its files pass to the
     * application when they are handed in.
     */
    supplements: uuid("supplements"),
  },
  (t) => [
    primaryKey({ columns: [t.regionId, t.id] }),
    unique("application_draft_key").on(t.personId, t.idempotencyKey),
    index("application_draft_person").on(t.personId, t.regionId),
    foreignKey({
      columns: [t.regionId, t.supplements],
      foreignColumns: [application.regionId, application.id],
    }),
    uniqueIndex("application_draft_supplement")
      .on(t.regionId, t.supplements, t.personId)
      .where(sql`submitted_at is null and discarded_at is null`),
  ],
);

/** The bytes the server composed for the parent to sign: exactly these, once, before the time runs out. */
export const signingRequest = pgTable(
  "signing_request",
  {
    regionId: integer("region_id").notNull(),
    id: uuid("id").notNull(),
    draftId: uuid("draft_id").notNull(),
    draftVersion: integer("draft_version").notNull(),
    personId: uuid("person_id").notNull(),
    content: bytea("content").notNull(),
    contentSha256: char("content_sha256", { length: 64 }).notNull(),
    createdAt: instant("created_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    state: text("state").$type<"open" | "used" | "superseded">().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.regionId, t.id] }),
    foreignKey({
      columns: [t.regionId, t.draftId],
      foreignColumns: [applicationDraft.regionId, applicationDraft.id],
    }),
    uniqueIndex("signing_request_open")
      .on(t.regionId, t.draftId)
      .where(sql`state = 'open'`),
  ],
);

export const applicationNumber = pgSequence("application_number", { startWith: 1 });

/** A registered application: the current row; its history is in queue_event. */
export const application = pgTable(
  "application",
  {
    regionId: integer("region_id")
      .notNull()
      .references(() => region.id),
    id: uuid("id").notNull(),
    number: text("number").notNull(),
    /** Random code on the parent's notice: the public name of the entry, which tells nothing about the child. */
    entryCode: text("entry_code").notNull(),
    queueType: text("queue_type").notNull(),
    districtKato: char("district_kato", { length: 9 }).references(() => territory.kato),
    applicantId: uuid("applicant_id").references(() => person.id),
    childId: uuid("child_id")
      .notNull()
      .references(() => person.id),
    status: text("status").notNull(),
    channel: text("channel").$type<"portal" | "paper" | "import">().notNull(),
    locale: text("locale").$type<"kk" | "ru" | "en">().notNull(),
    email: text("email"),
    phone: text("phone"),
    secondPhone: text("second_phone"),
    nonResident: boolean("non_resident").notNull(),
    byGuardian: boolean("by_guardian").notNull(),
    draftId: uuid("draft_id"),
    evidenceId: uuid("evidence_id").references(() => signatureEvidence.id),
    registeredAt: instant("registered_at").notNull(),
    interestDueAt: instant("interest_due_at"),
    /**
     * The applicant's kinship is not proven and a parent named in the civil register has applied since: it waits for an
     * officer, with its instant, and holds no place (ADR 018).
     */
    gaveWay: boolean("gave_way").notNull().default(false),
    /** Twins of one family who take places together or not at all have the same one. */
    groupId: uuid("group_id"),
    /** Whether it has its row in register_watch: whoever waits and has none is found without looking at everybody. */
    watched: boolean("watched").notNull().default(false),
    version: integer("version").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.regionId, t.id] }),
    unique("application_number_unique").on(t.regionId, t.number),
    unique("application_entry_code").on(t.regionId, t.entryCode),
    unique("application_draft_once").on(t.regionId, t.draftId),
    index("application_applicant").on(t.applicantId),
    index("application_child").on(t.childId),
    index("application_group")
      .on(t.regionId, t.groupId)
      .where(sql`group_id is not null`),
    uniqueIndex("application_one_per_child")
      .on(t.regionId, t.childId, t.queueType)
      .where(sql`status not in ('WITHDRAWN', 'REMOVED', 'REFUSED', 'ENROLLED') and not gave_way`),
    // Those who are asked whether the place is still needed, by the end of it.
    index("application_interest")
      .on(t.regionId, t.queueType, t.interestDueAt)
      .where(sql`status in ('REGISTERED', 'RETURNED', 'ON_HOLD') and not gave_way`),
    index("application_unwatched")
      .on(t.regionId, t.id)
      .where(sql`status in ('REGISTERED', 'RETURNED', 'ON_HOLD', 'TURN_CAME') and not watched`),
  ],
);

/** A check of a state register that could not be finished at submission and is finished by a job. */
export const applicationCheck = pgTable(
  "application_check",
  {
    regionId: integer("region_id").notNull(),
    applicationId: uuid("application_id").notNull(),
    kind: text("kind").$type<"person" | "residence" | "kinship">().notNull(),
    state: text("state").$type<"pending" | "passed" | "failed">().notNull(),
    detail: text("detail"),
    attempts: integer("attempts").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.regionId, t.applicationId, t.kind] }),
    foreignKey({
      columns: [t.regionId, t.applicationId],
      foreignColumns: [application.regionId, application.id],
    }),
  ],
);

/** A claim of a privilege with a life of its own, so that a doubt about it never blocks the application. */
export const privilegeClaim = pgTable(
  "privilege_claim",
  {
    regionId: integer("region_id").notNull(),
    id: uuid("id").notNull(),
    applicationId: uuid("application_id").notNull(),
    category: text("category").notNull(),
    status: text("status")
      .$type<"claimed" | "confirmed" | "refused" | "withdrawn" | "expired">()
      .notNull(),
    createdAt: instant("created_at").notNull(),
    decidedAt: instant("decided_at"),
    reason: text("reason"),
    /** The last moment for which the paper that proves it is good; null where it has no term or nobody has read it. */
    expiresAt: instant("expires_at"),
  },
  (t) => [
    primaryKey({ columns: [t.regionId, t.id] }),
    foreignKey({
      columns: [t.regionId, t.applicationId],
      foreignColumns: [application.regionId, application.id],
    }),
    uniqueIndex("privilege_claim_once").on(t.regionId, t.applicationId, t.category),
    index("privilege_claim_expiry")
      .on(t.expiresAt)
      .where(sql`status = 'confirmed'`),
  ],
);

/** The order of the queue rests on this row alone: cohort, class, instant, sequence. */
export const queueEntry = pgTable(
  "queue_entry",
  {
    regionId: integer("region_id").notNull(),
    applicationId: uuid("application_id").notNull(),
    queueType: text("queue_type").notNull(),
    /** '' where the region does not split its queue by district, so that the key never holds a null. */
    districtKato: text("district_kato").notNull(),
    cohort: integer("cohort").notNull(),
    class: text("class").$type<"extraordinary" | "first-priority" | "ordinary">().notNull(),
    registeredAt: instant("registered_at").notNull(),
    seq: bigint("seq", { mode: "number" }).generatedAlwaysAsIdentity(),
    waiting: boolean("waiting").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.regionId, t.applicationId] }),
    foreignKey({
      columns: [t.regionId, t.applicationId],
      foreignColumns: [application.regionId, application.id],
    }),
    index("queue_entry_order")
      .on(t.regionId, t.queueType, t.districtKato, t.cohort, t.class, t.registeredAt, t.seq)
      .where(sql`waiting`),
  ],
);

/** The ledger: every event of a queue, appended in the transaction that changes the state. Append-only. */
export const queueEvent = pgTable(
  "queue_event",
  {
    regionId: integer("region_id").notNull(),
    seq: bigint("seq", { mode: "number" }).generatedAlwaysAsIdentity(),
    applicationId: uuid("application_id").notNull(),
    kind: text("kind").notNull(),
    at: instant("at").notNull(),
    actorRole: text("actor_role").notNull(),
    legalGround: text("legal_ground").notNull(),
    /** What changed, without personal data: codes, cohort, class, former and new values. */
    data: jsonb("data").$type<Record<string, unknown>>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.regionId, t.seq] }),
    foreignKey({
      columns: [t.regionId, t.applicationId],
      foreignColumns: [application.regionId, application.id],
    }),
    index("queue_event_application").on(t.regionId, t.applicationId, t.seq),
    index("queue_event_at").on(t.regionId, t.at),
  ],
);

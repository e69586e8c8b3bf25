import { sql } from "drizzle-orm";
import {
  boolean,
  char,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { bytea, instant } from "./columns.ts";
import { person } from "./people.ts";

/** A password of one's own; a parent's and a staff member's alike, known by the person. */
export const password = pgTable("password", {
  personId: uuid("person_id")
    .primaryKey()
    .references(() => person.id),
  /** Argon2id in PHC notation, so that parameters can grow without locking anybody out. */
  hash: text("hash").notNull(),
  setAt: instant("set_at").notNull(),
});

/**
 * A code sent to a phone or an address: kept as a keyed hash, bound to the browser that asked and to its purpose, used
 * once. A decoy has no recipient: it makes an unknown IIN look like a known one.
 */
export const oneTimeCode = pgTable(
  "one_time_code",
  {
    id: uuid("id").primaryKey(),
    regionId: integer("region_id").notNull(),
    purpose: text("purpose")
      .$type<"cabinet" | "one-time" | "recovery-phone" | "contact" | "staff">()
      .notNull(),
    /** Keyed hash of the IIN (or staff login) that was typed; never the IIN itself. */
    subject: char("subject", { length: 64 }).notNull(),
    /** Null for a decoy. */
    personId: uuid("person_id").references(() => person.id),
    /** E.164 phone or e-mail address; null for a decoy. */
    recipient: text("recipient"),
    /** As shown to whoever asked, e.g. `+777****8345`. */
    masked: text("masked").notNull(),
    codeHash: char("code_hash", { length: 64 }).notNull(),
    length: integer("length").notNull(),
    browserHash: char("browser_hash", { length: 64 }).notNull(),
    /** Whether it was asked for by a device that had been in this account before. */
    knownDevice: boolean("known_device").notNull(),
    attempts: integer("attempts").notNull(),
    maxAttempts: integer("max_attempts").notNull(),
    createdAt: instant("created_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    /** When another one may be asked for. */
    resendAt: instant("resend_at").notNull(),
    usedAt: instant("used_at"),
    /** Replaced by a newer one, or given up. */
    endedAt: instant("ended_at"),
  },
  (t) => [
    index("one_time_code_subject").on(t.subject, t.createdAt),
    index("one_time_code_browser").on(t.browserHash, t.createdAt),
    index("one_time_code_expiry").on(t.expiresAt),
  ],
);

/** A browser that has been in the account: strangers' guesses do not count against it, and its do not help them. */
export const knownDevice = pgTable(
  "known_device",
  {
    personId: uuid("person_id")
      .notNull()
      .references(() => person.id),
    deviceHash: char("device_hash", { length: 64 }).notNull(),
    device: text("device").notNull(),
    firstSeenAt: instant("first_seen_at").notNull(),
    lastSeenAt: instant("last_seen_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.personId, t.deviceHash] })],
);

/** Answers given to prove parenthood (manual 000, step 5), written before they are compared. The answers are not kept. */
export const recoveryAttempt = pgTable(
  "recovery_attempt",
  {
    id: uuid("id").primaryKey(),
    regionId: integer("region_id").notNull(),
    /** Keyed hash of the IIN whose cabinet is asked for: unknown IINs are counted like known ones. */
    subject: char("subject", { length: 64 }).notNull(),
    /** Keyed hash of the network address. */
    source: char("source", { length: 64 }).notNull(),
    browserHash: char("browser_hash", { length: 64 }).notNull(),
    key: uuid("key").notNull(),
    at: instant("at").notNull(),
    /** `used`: right, and the new phone was taken over with it. */
    outcome: text("outcome").$type<"open" | "right" | "used" | "wrong" | "no-answer">().notNull(),
  },
  (t) => [
    uniqueIndex("recovery_attempt_key").on(t.key),
    index("recovery_attempt_subject").on(t.subject, t.at),
    index("recovery_attempt_source").on(t.source, t.at),
  ],
);

/** The way by answers is closed for an IIN after three failures, until an officer who has seen the papers opens it. */
export const recoveryBlock = pgTable(
  "recovery_block",
  {
    id: uuid("id").primaryKey(),
    regionId: integer("region_id").notNull(),
    subject: char("subject", { length: 64 }).notNull(),
    since: instant("since").notNull(),
    liftedAt: instant("lifted_at"),
    /** IIN of the officer. */
    liftedBy: char("lifted_by", { length: 12 }),
    ground: text("ground"),
  },
  (t) => [
    index("recovery_block_subject").on(t.subject, t.since),
    uniqueIndex("recovery_block_once")
      .on(t.subject)
      .where(sql`lifted_at is null`),
  ],
);

/**
 * A phone replaced by answers: for 72 hours whoever had the old contacts can stop it, and the person's light sessions
 * may not give anything away.
 */
export const phoneChange = pgTable(
  "phone_change",
  {
    id: uuid("id").primaryKey(),
    regionId: integer("region_id").notNull(),
    personId: uuid("person_id")
      .notNull()
      .references(() => person.id),
    /** The contacts as they were; of the phones also when they were confirmed (ISO instants). */
    before: jsonb("before")
      .$type<{
        phone: string | null;
        secondPhone: string | null;
        email: string | null;
        phoneConfirmedAt?: string | null;
        secondPhoneConfirmedAt?: string | null;
      }>()
      .notNull(),
    /** The password that stood before, so that stopping the change brings it back; erased when the hold ends. */
    passwordBefore: text("password_before"),
    phone: text("phone").notNull(),
    stopTokenHash: char("stop_token_hash", { length: 64 }).notNull(),
    at: instant("at").notNull(),
    holdUntil: instant("hold_until").notNull(),
    stoppedAt: instant("stopped_at"),
  },
  (t) => [
    uniqueIndex("phone_change_stop").on(t.stopTokenHash),
    index("phone_change_person").on(t.personId, t.holdUntil),
  ],
);

/** A text waiting for its signature in eGov Mobile: shown as a QR or opened by a link on the same phone. */
export const mobileSigning = pgTable(
  "mobile_signing",
  {
    id: uuid("id").primaryKey(),
    regionId: integer("region_id").notNull(),
    purpose: text("purpose").$type<"sign-in" | "application">().notNull(),
    /** The challenge or the signing request. */
    subjectId: uuid("subject_id").notNull(),
    browserHash: char("browser_hash", { length: 64 }).notNull(),
    /** Whose application it is: asked again when the signature comes. Null at sign-in. */
    sessionId: uuid("session_id"),
    /** The language of what the telephone shows. */
    locale: text("locale").$type<"kk" | "ru" | "en">().notNull(),
    /** The application calls API №2 with it: `Authorization: Bearer …`. Another with each call of API №1. */
    tokenHash: char("token_hash", { length: 64 }).notNull(),
    /** Shown on the screen and in the text that is signed. */
    displayCode: text("display_code").notNull(),
    /** Shown by the telephone alone and typed on the screen: another with each call of API №1. Null where none is asked. */
    entryCode: text("entry_code"),
    entryAttempts: integer("entry_attempts").notNull(),
    /** How often API №1 was called. */
    opened: integer("opened").notNull(),
    content: bytea("content").notNull(),
    description: jsonb("description").$type<{ kk: string; ru: string; en: string }>().notNull(),
    returnTo: text("return_to"),
    state: text("state").$type<"waiting" | "seen" | "signed" | "refused" | "done">().notNull(),
    /** Why a signature was refused: a code of `eds/codes.ts`. */
    outcome: text("outcome"),
    /** For «expired on …»: an instant that goes with the outcome. */
    outcomeAt: instant("outcome_at"),
    /** The proof of an accepted signature to enter. */
    evidenceId: uuid("evidence_id"),
    cms: bytea("cms"),
    /** What the relay calls this signing, where one is used. */
    relay: jsonb("relay").$type<Record<string, string>>(),
    createdAt: instant("created_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    signedAt: instant("signed_at"),
    usedAt: instant("used_at"),
  },
  (t) => [
    uniqueIndex("mobile_signing_token").on(t.tokenHash),
    index("mobile_signing_subject").on(t.subjectId),
    index("mobile_signing_browser").on(t.browserHash, t.createdAt),
    index("mobile_signing_expiry").on(t.expiresAt),
  ],
);

/**
 * A link by which a member of staff sets a password, once: kept as the hash of its secret. It opens no session; to come
 * in, the code in a letter to the login is needed as well.
 */
export const staffInvitation = pgTable(
  "staff_invitation",
  {
    id: uuid("id").primaryKey(),
    tokenHash: char("token_hash", { length: 64 }).notNull(),
    iin: char("iin", { length: 12 }).notNull(),
    login: text("login").notNull(),
    createdAt: instant("created_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    usedAt: instant("used_at"),
    /** Replaced by a newer one, or the role was taken away. */
    endedAt: instant("ended_at"),
  },
  (t) => [
    uniqueIndex("staff_invitation_token").on(t.tokenHash),
    index("staff_invitation_iin").on(t.iin, t.createdAt),
  ],
);

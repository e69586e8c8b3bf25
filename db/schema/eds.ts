import { char, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { bytea, instant } from "./columns.ts";
import type { SignInMethod } from "./sessions.ts";

/**
 * All that is needed to prove later that this person signed these bytes then: append-only. `report` holds the verdict
 * step by step; the raw certificate, revocation answer and trust anchors stand beside it.
 */
export const signatureEvidence = pgTable(
  "signature_evidence",
  {
    id: uuid("id").primaryKey(),
    regionId: integer("region_id").notNull(),
    purpose: text("purpose").$type<"sign-in" | "application">().notNull(),
    /** The challenge or the signing request that was answered. */
    subjectId: uuid("subject_id").notNull(),
    cms: bytea("cms").notNull(),
    content: bytea("content").notNull(),
    contentSha256: char("content_sha256", { length: 64 }).notNull(),
    signerIin: char("signer_iin", { length: 12 }).notNull(),
    signerName: text("signer_name").notNull(),
    certificate: bytea("certificate").notNull(),
    certificateSerial: text("certificate_serial").notNull(),
    certificateIssuer: text("certificate_issuer").notNull(),
    algorithm: text("algorithm").$type<"rsa-sha256" | "gost-2015-512">().notNull(),
    trustAnchors: jsonb("trust_anchors").$type<string[]>().notNull(),
    revocation: text("revocation").$type<"good" | "unknown">().notNull(),
    revocationEvidence: bytea("revocation_evidence"),
    report: jsonb("report").$type<Record<string, unknown>>().notNull(),
    verifier: text("verifier").notNull(),
    client: jsonb("client").$type<Record<string, unknown>>().notNull(),
    receivedAt: instant("received_at").notNull(),
  },
  (t) => [
    index("signature_evidence_subject").on(t.subjectId),
    index("signature_evidence_signer").on(t.signerIin, t.receivedAt),
  ],
);

/** What became known about a signature after it was accepted: one row each time the certificate is looked up again. */
export const signatureRecheck = pgTable(
  "signature_recheck",
  {
    id: uuid("id").primaryKey(),
    evidenceId: uuid("evidence_id")
      .notNull()
      .references(() => signatureEvidence.id),
    result: text("result").$type<"good" | "revoked" | "unknown">().notNull(),
    evidence: bytea("evidence"),
    checkedAt: instant("checked_at").notNull(),
  },
  (t) => [index("signature_recheck_evidence").on(t.evidenceId, t.checkedAt)],
);

/**
 * A timestamp over the signature of an evidence, verified when it came: at the registration, or later by a job when the
 * service was silent then. Append-only.
 */
export const signatureTimestamp = pgTable("signature_timestamp", {
  evidenceId: uuid("evidence_id")
    .primaryKey()
    .references(() => signatureEvidence.id),
  /** TimeStampToken of RFC 3161, DER. */
  token: bytea("token").notNull(),
  /** The instant that the authority gave. */
  genTime: instant("gen_time").notNull(),
  policy: text("policy").notNull(),
  serial: text("serial").notNull(),
  /** SHA-256 of the certificate that stamped. */
  authority: char("authority", { length: 64 }).notNull(),
  at: instant("at").notNull(),
});

/**
 * The certificates of authorities that signatures were verified by, each once: an operator removes a file from the trust
 * folder, and what was signed under it must still be provable. Append-only.
 */
export const signatureAuthority = pgTable("signature_authority", {
  /** SHA-256 of the certificate. */
  fingerprint: char("fingerprint", { length: 64 }).primaryKey(),
  certificate: bytea("certificate").notNull(),
});

/** A text for one browser to sign once, within minutes, to enter. */
export const signInChallenge = pgTable(
  "sign_in_challenge",
  {
    id: uuid("id").primaryKey(),
    regionId: integer("region_id").notNull(),
    browserHash: char("browser_hash", { length: 64 }).notNull(),
    content: bytea("content").notNull(),
    createdAt: instant("created_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    usedAt: instant("used_at"),
    outcome: text("outcome"),
  },
  (t) => [index("sign_in_challenge_expiry").on(t.expiresAt)],
);

/** A proven identity waiting for «Войти»: single use, bound to the browser that proved it. */
export const signInTicket = pgTable(
  "sign_in_ticket",
  {
    id: uuid("id").primaryKey(),
    tokenHash: char("token_hash", { length: 64 }).notNull(),
    browserHash: char("browser_hash", { length: 64 }).notNull(),
    regionId: integer("region_id").notNull(),
    personId: uuid("person_id").notNull(),
    strength: text("strength").$type<"strong" | "two-factor" | "light">().notNull(),
    method: text("method").$type<SignInMethod>().notNull(),
    evidenceId: uuid("evidence_id"),
    returnTo: text("return_to"),
    createdAt: instant("created_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    usedAt: instant("used_at"),
  },
  (t) => [uniqueIndex("sign_in_ticket_token").on(t.tokenHash)],
);

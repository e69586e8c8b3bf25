import { and, eq, gt, isNull } from "drizzle-orm";
import { db, transaction, type Tx } from "#db/client.ts";
import { signInChallenge } from "#db/schema/eds.ts";
import { anonymous, type Actor } from "#lib/access/actor.ts";
import { recordAudit } from "#lib/audit/record.ts";
import type { EdsCode } from "#lib/eds/codes.ts";
import { saveEvidence } from "#lib/eds/evidence.ts";
import type { EdsVerifier } from "#lib/eds/production.ts";
import type { Verification } from "#lib/eds/verify.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { log } from "#lib/platform/log.ts";
import { sha256Hex } from "#lib/platform/ids.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import type { PersonFacts } from "#lib/people/person.ts";
import { savePerson } from "#lib/people/records.ts";
import { signInCmsBytes } from "./limits.ts";
import { safeReturnPath } from "./return-path.ts";
import { issueTicket } from "./ticket.ts";

export type ChallengeAnswer = {
  readonly challengeId: string;
  readonly browserSecret: string;
  readonly regionId: number;
  readonly regionSlug: string;
  /** The message as NCALayer gave it: PEM or base64. */
  readonly cms: string;
  /** Where to go afterwards; checked here, null when it leads anywhere else. */
  readonly returnTo: unknown;
  readonly client: Readonly<Record<string, unknown>>;
  readonly locale: Locale;
  readonly requestId: string | null;
};

/** `challenge-used` is said as well of one that this browser and region were never given: a stranger learns nothing. */
export type AnswerCode = EdsCode | "challenge-expired" | "challenge-used";

/** For «the key expired on …» and «the key becomes valid on …»: an instant, else null. */
export type AnswerDetail = { readonly at: Date | null };

type Challenge = typeof signInChallenge.$inferSelect;

/** A signature over a challenge, and which browser the challenge had been given to. */
export type SignedChallenge = Pick<
  ChallengeAnswer,
  "challengeId" | "regionId" | "cms" | "client" | "locale" | "requestId"
> & {
  /** SHA-256 of the browser's secret. */
  readonly browserHash: string;
};

/** Who signed, and the row that proves it. */
export type ProvenSigner = { readonly personId: string; readonly evidenceId: string };

/**
 * Verifies the signature over a challenge that this browser was given, once. The challenge is spent before anything is
 * computed, so that a signature can neither be tried twice nor answer two requests. A key whose revocation cannot be
 * learned does not enter.
 * @returns the token of a ticket for «Войти», to be kept by this browser only
 */
export async function answerChallenge(
  answer: ChallengeAnswer,
  verify: EdsVerifier,
  now: Date,
): Promise<Result<{ readonly token: string }, AnswerCode, AnswerDetail>> {
  const { browserSecret, regionId, regionSlug, returnTo, ...rest } = answer;
  const signed = { ...rest, regionId, browserHash: sha256Hex(browserSecret) };
  return await proveByChallenge(signed, verify, now, async (tx, proven) => {
    const proof = {
      ...proven,
      regionId,
      strength: "strong",
      method: "eds",
      returnTo: safeReturnPath(returnTo, regionSlug),
      browserSecret,
    } as const;
    return { token: await issueTicket(tx, proof, now) };
  });
}

/**
 * What every way of signing has in common: spends the challenge, verifies, and keeps person, evidence and audit.
 * @param also what has to be written with them, in the same transaction
 */
export async function proveByChallenge<T>(
  signed: SignedChallenge,
  verify: EdsVerifier,
  now: Date,
  also: (tx: Tx, proven: ProvenSigner) => Promise<T>,
): Promise<Result<T, AnswerCode, AnswerDetail>> {
  const challenge = await spend(signed, now);
  if (typeof challenge === "string") return fail(challenge, { at: null });

  const received = new TextEncoder().encode(signed.cms);
  const verification = await verify({
    cms: received,
    content: challenge.content,
    purpose: "auth",
    at: now,
    maxBytes: signInCmsBytes,
  });
  const code = verdictOf(verification);
  if (code !== "ok") {
    await refuse(challenge, code, verification, signed, now);
    return fail(code, { at: dateFor(code, verification) });
  }

  const made = await transaction(async (tx) => {
    const person = await savePerson(tx, factsOf(verification), "certificate", now);
    const evidenceId = await saveEvidence(tx, {
      regionId: signed.regionId,
      purpose: "sign-in",
      subjectId: challenge.id,
      received,
      content: challenge.content,
      verification,
      client: signed.client,
      receivedAt: now,
    });
    await tx
      .update(signInChallenge)
      .set({ outcome: "ok" })
      .where(eq(signInChallenge.id, challenge.id));
    await recordAudit(tx, entry(signed, challenge, now, { outcome: "ok", evidenceId }));
    return also(tx, { personId: person.id, evidenceId });
  });
  return ok(made);
}

/** Marks the challenge used in one statement, before any computing; or says why there is none to use. */
async function spend(
  answer: SignedChallenge,
  now: Date,
): Promise<Challenge | "challenge-expired" | "challenge-used"> {
  if (!/^[0-9a-f-]{36}$/u.test(answer.challengeId)) return "challenge-used";
  const ofThisBrowser = and(
    eq(signInChallenge.id, answer.challengeId),
    eq(signInChallenge.browserHash, answer.browserHash),
    eq(signInChallenge.regionId, answer.regionId),
    isNull(signInChallenge.usedAt),
  );
  const [row] = await db()
    .update(signInChallenge)
    .set({ usedAt: now })
    .where(and(ofThisBrowser, gt(signInChallenge.expiresAt, now)))
    .returning();
  if (row !== undefined) return row;
  const [late] = await db()
    .select({ id: signInChallenge.id })
    .from(signInChallenge)
    .where(ofThisBrowser);
  return late === undefined ? "challenge-used" : "challenge-expired";
}

// A verdict without an answer about revocation is no verdict here, whatever the verifier was told to ask.
function verdictOf(verification: Verification): "ok" | EdsCode {
  if (verification.code !== "ok") return verification.code;
  if (verification.evidence.revocation?.status !== "good") return "revocation-unknown";
  return verification.signer?.iin ? "ok" : "no-iin";
}

async function refuse(
  challenge: Challenge,
  code: EdsCode,
  verification: Verification,
  answer: SignedChallenge,
  now: Date,
): Promise<void> {
  const failed = verification.checks.filter((check) => check.result === "failed");
  log.info("sign-in refused", { outcome: code, failed });
  await transaction(async (tx) => {
    await tx
      .update(signInChallenge)
      .set({ outcome: code })
      .where(eq(signInChallenge.id, challenge.id));
    await recordAudit(tx, entry(answer, challenge, now, { outcome: code }));
  });
}

function entry(
  answer: SignedChallenge,
  challenge: Challenge,
  at: Date,
  detail: Record<string, unknown>,
) {
  const actor: Actor = anonymous(answer.locale);
  return {
    actor,
    action: "sign-in.begin",
    role: "anonymous",
    regionId: answer.regionId,
    subject: { kind: "sign-in-challenge", id: challenge.id },
    requestId: answer.requestId,
    detail,
    at,
  };
}

function dateFor(code: EdsCode, { evidence }: Verification): Date | null {
  if (code === "expired") return evidence.certificate?.notAfter ?? null;
  return code === "not-yet-valid" ? (evidence.certificate?.notBefore ?? null) : null;
}

/** What a certificate says of its owner; the register completes it at «Войти». */
function factsOf({ signer }: Verification): PersonFacts {
  return {
    iin: signer?.iin ?? "",
    surname: signer?.surname ?? signer?.commonName ?? "",
    givenName: signer?.surname ? (signer.firstName ?? "") : "",
    patronymic: signer?.patronymic ?? null,
    birthDate: null,
    sex: null,
    registration: null,
  };
}

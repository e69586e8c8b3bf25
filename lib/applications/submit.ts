import { and, eq } from "drizzle-orm";
import { db, transaction } from "#db/client.ts";
import { violatedConstraint } from "#db/database-error.ts";
import { application, signingRequest } from "#db/schema/applications.ts";
import type { Actor, PersonActor } from "#lib/access/actor.ts";
import { authorize, type Refusal } from "#lib/access/authorize.ts";
import { recordAudit } from "#lib/audit/record.ts";
import type { EdsCode } from "#lib/eds/codes.ts";
import type { EdsVerifier } from "#lib/eds/production.ts";
import type { Verification } from "#lib/eds/verify.ts";
import { log } from "#lib/platform/log.ts";
import { countAttempt } from "#lib/platform/rate-limit.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import { decodeContent } from "./content.ts";
import { ChildStandsElsewhere } from "./give-way.ts";
import { register } from "./register.ts";

export type SubmitCode =
  | Refusal
  | EdsCode
  /** The time to sign has run out: compose again. */
  | "request-expired"
  /** The draft was changed after the text was composed, in another tab or on another device. */
  | "request-stale"
  | "duplicate"
  /** More signatures than a person makes; the detail tells when the next one has a chance. */
  | "too-often";

export type Submitted = {
  readonly applicationId: string;
  readonly number: string;
  /** False when this very text had been registered before: a double click, a retry after a lost answer. */
  readonly now: boolean;
};

export type Submission = {
  readonly regionId: number;
  readonly requestId: string;
  /** The message as NCALayer gave it: PEM or base64. */
  readonly cms: string;
  readonly client: Readonly<Record<string, unknown>>;
  /** The request it came with, for the audit. */
  readonly traceId: string | null;
};

/** Larger than any application with its certificate in base64. */
const maxCmsBytes = 256 * 1024;

/** Each attempt costs us several signature checks and a question to the responder; a family needs a few. */
const attempts = { count: 60, windowSeconds: 60 * 60 };

/**
 * Registers the application that the parent signed: the frozen bytes, signed by the key of the person who is signed in,
 * as of this instant. Everything is written in one transaction, so a crash leaves either no registration or a whole one;
 * the same text sent again gives the same registration. A certificate whose revocation cannot be learned now is
 * accepted and looked up again by a job, so that an outage changes nobody's place.
 * @param now the instant of registration
 */
export async function submitApplication(
  actor: Actor,
  submission: Submission,
  verify: EdsVerifier,
  now: Date,
): Promise<Result<Submitted, SubmitCode, { readonly at: Date | null }>> {
  const loaded = await load(actor, submission);
  if (!loaded.ok) return fail(loaded.code, { at: null });
  const { person, request } = loaded.value;
  if (request.state !== "open") return answerAgain(request);
  if (request.expiresAt <= now) return fail("request-expired", { at: null });
  const attempt = await countAttempt(db(), `submit:${person.personId}`, attempts, now);
  if (!attempt.allowed) {
    return fail("too-often", { at: new Date(now.getTime() + attempt.retryAfterSeconds * 1000) });
  }

  const received = new TextEncoder().encode(submission.cms);
  const verification = await verify({
    cms: received,
    content: request.content,
    purpose: "sign",
    at: now,
    expectedIin: person.iin,
    maxBytes: maxCmsBytes,
    stamp: true,
  });
  const code = verdictOf(verification);
  if (code !== "ok" && code !== "revocation-unknown") {
    await refuse(person, submission, verification, code, now);
    return fail(code, { at: dateFor(code, verification) });
  }

  try {
    // Two who give way to each other at once can meet: a family must not be turned away for that.
    const done = await transaction(
      (tx) =>
        register(
          tx,
          {
            actor: person,
            regionId: submission.regionId,
            requestId: request.id,
            draftId: request.draftId,
            content: decodeContent(request.content),
            contentBytes: request.content,
            received,
            verification,
            client: submission.client,
            traceId: submission.traceId,
          },
          now,
        ),
      { tries: 3 },
    );
    return done.ok ? ok({ ...done.value, now: true }) : await answerAgain(request);
  } catch (error) {
    // Another parent was first: between the check and the write only the database can tell.
    const isTaken = error instanceof ChildStandsElsewhere;
    if (!isTaken && violatedConstraint(error) !== "application_one_per_child") throw error;
    return fail("duplicate", { at: null });
  }
}

type Loaded = {
  readonly person: PersonActor;
  readonly request: typeof signingRequest.$inferSelect;
};

async function load(actor: Actor, submission: Submission): Promise<Result<Loaded, Refusal>> {
  const [row] = /^[0-9a-f-]{36}$/u.test(submission.requestId)
    ? await db()
        .select()
        .from(signingRequest)
        .where(
          and(
            eq(signingRequest.regionId, submission.regionId),
            eq(signingRequest.id, submission.requestId),
          ),
        )
    : [];
  const allowed = authorize(actor, "application.submit", { ownerIds: row ? [row.personId] : [] });
  if (!allowed.ok) return allowed;
  if (actor.kind !== "person" || !row) return fail("not-yours");
  return ok({ person: actor, request: row });
}

/**
 * The answer to a text that can be signed no more: the number it was registered under, when it was this very text and
 * not another one of the draft; also for the second of two that came at once.
 */
async function answerAgain(
  request: typeof signingRequest.$inferSelect,
): Promise<Result<Submitted, "request-stale", { readonly at: null }>> {
  const { regionId, id, draftId } = request;
  const [row] = await db()
    .select({ applicationId: application.id, number: application.number })
    .from(application)
    .innerJoin(
      signingRequest,
      and(
        eq(signingRequest.regionId, application.regionId),
        eq(signingRequest.draftId, application.draftId),
      ),
    )
    .where(
      and(
        eq(application.regionId, regionId),
        eq(application.draftId, draftId),
        eq(signingRequest.id, id),
        eq(signingRequest.state, "used"),
      ),
    );
  return row ? ok({ ...row, now: false }) : fail("request-stale", { at: null });
}

// No answer about revocation is no «good», whatever the verifier was told to ask.
function verdictOf(verification: Verification): "ok" | EdsCode {
  if (verification.code !== "ok") return verification.code;
  return verification.evidence.revocation?.status === "good" ? "ok" : "revocation-unknown";
}

async function refuse(
  person: PersonActor,
  submission: Submission,
  verification: Verification,
  code: EdsCode,
  now: Date,
): Promise<void> {
  log.info("application refused", { outcome: code, checks: verification.checks });
  await transaction((tx) =>
    recordAudit(tx, {
      actor: person,
      action: "application.submit",
      role: "parent",
      regionId: submission.regionId,
      subject: { kind: "signing-request", id: submission.requestId },
      concernsId: person.personId,
      requestId: submission.traceId,
      detail: { outcome: code },
      at: now,
    }),
  );
}

function dateFor(code: EdsCode, { evidence }: Verification): Date | null {
  if (code === "expired") return evidence.certificate?.notAfter ?? null;
  return code === "not-yet-valid" ? (evidence.certificate?.notBefore ?? null) : null;
}

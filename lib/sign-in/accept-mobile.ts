import { and, eq, gt, inArray, isNull } from "drizzle-orm";
import { db } from "#db/client.ts";
import { mobileSigning } from "#db/schema/sign-in.ts";
import { submitApplication } from "#lib/applications/submit.ts";
import type { EdsVerifier } from "#lib/eds/production.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import { proveByChallenge } from "./answer-challenge.ts";
import { mobileCmsCharacters } from "./mobile-limits.ts";
import type { MobileSigning } from "./mobile-words.ts";
import { type PhoneRefusal, rowOnPhone } from "./open-mobile.ts";
import { withRegistration } from "./registered-mobile.ts";
import { sessionActor } from "./session-actor.ts";

export type SignedOnPhone = {
  /** The message, base64 or PEM, as the telephone sent it. */
  readonly cms: string;
  /** What sent it, as far as it says: goes into the evidence. */
  readonly client: Readonly<Record<string, unknown>>;
  readonly requestId: string | null;
};

/** `busy`: this signature is being looked at already; `refused`: it does not do, and the screen says why. */
export type AcceptCode = PhoneRefusal | "busy" | "refused";

/**
 * API №2, taking back: a signature is looked at once, whatever comes of it; the very same one sent again, after an
 * answer that was lost, is answered as before. An application is registered at once, even if nobody looks at the screen.
 */
export async function acceptFromPhone(
  where: { readonly id: string; readonly token: string | null },
  signed: SignedOnPhone,
  verify: EdsVerifier,
  now: Date,
): Promise<Result<undefined, AcceptCode>> {
  const found = await rowOnPhone(where.id, where.token);
  if (!found.ok) return found;
  return await accept(found.value, signed, verify, now);
}

/** The same for a signature that a relay brought. */
export async function accept(
  row: MobileSigning,
  signed: SignedOnPhone,
  verify: EdsVerifier,
  now: Date,
): Promise<Result<undefined, AcceptCode>> {
  if (signed.cms.length > mobileCmsCharacters) return fail("refused");
  const bytes = new TextEncoder().encode(signed.cms);
  const taken = await take(row, bytes, now);
  if (taken === null) return await answerAgain(row.id, bytes);
  const code = await settle(taken, signed, verify, now);
  return code === "ok" ? ok() : fail("refused");
}

/** One statement, before anything is computed; the token is part of it, for API №1 may have been called in between. */
async function take(row: MobileSigning, cms: Uint8Array, now: Date): Promise<MobileSigning | null> {
  const [taken] = await db()
    .update(mobileSigning)
    .set({ cms, signedAt: now })
    .where(
      and(
        eq(mobileSigning.id, row.id),
        eq(mobileSigning.tokenHash, row.tokenHash),
        isNull(mobileSigning.cms),
        inArray(mobileSigning.state, ["waiting", "seen"]),
        gt(mobileSigning.expiresAt, now),
      ),
    )
    .returning();
  return taken ?? null;
}

async function answerAgain(id: string, cms: Uint8Array): Promise<Result<undefined, AcceptCode>> {
  const [kept] = await db().select().from(mobileSigning).where(eq(mobileSigning.id, id));
  const row = kept && (await withRegistration(db(), kept));
  if (!row?.cms || !Buffer.from(row.cms).equals(Buffer.from(cms))) return fail("late");
  if (row.state === "seen" || row.state === "waiting") return fail("busy");
  return row.state === "refused" ? fail("refused") : ok();
}

async function settle(
  row: MobileSigning,
  signed: SignedOnPhone,
  verify: EdsVerifier,
  now: Date,
): Promise<string> {
  const client = { kind: "egov-mobile", ...signed.client };
  const ended =
    row.purpose === "sign-in"
      ? await proveByChallenge(
          {
            challengeId: row.subjectId,
            regionId: row.regionId,
            browserHash: row.browserHash,
            cms: signed.cms,
            client,
            locale: row.locale,
            requestId: signed.requestId,
          },
          verify,
          now,
          async (tx, { evidenceId }) => {
            await tx
              .update(mobileSigning)
              .set({ state: "signed", evidenceId })
              .where(and(eq(mobileSigning.id, row.id), eq(mobileSigning.state, "seen")));
          },
        )
      : await register(row, { ...signed, client }, verify, now);
  if (ended.ok) return "ok";
  await db()
    .update(mobileSigning)
    .set({ state: "refused", outcome: ended.code, outcomeAt: ended.detail.at })
    .where(eq(mobileSigning.id, row.id));
  return ended.code;
}

/** In the name of the session that asked, which must still stand; its person and the signer are compared there. */
async function register(
  row: MobileSigning,
  signed: SignedOnPhone,
  verify: EdsVerifier,
  now: Date,
): Promise<Result<undefined, string, { readonly at: Date | null }>> {
  const session = await sessionActor(db(), row.sessionId ?? "", now);
  if (session === null) return fail("signed-out", { at: null });
  const submission = {
    regionId: row.regionId,
    requestId: row.subjectId,
    cms: signed.cms,
    client: signed.client,
    traceId: signed.requestId,
  };
  const submitted = await submitApplication(session.actor, submission, verify, now);
  if (!submitted.ok) return submitted;
  await db()
    .update(mobileSigning)
    .set({ state: "done", usedAt: now })
    .where(eq(mobileSigning.id, row.id));
  return ok();
}

import { timingSafeEqual } from "node:crypto";
import { and, eq, inArray, isNull, lt, sql } from "drizzle-orm";
import { db, transaction } from "#db/client.ts";
import { signatureEvidence } from "#db/schema/eds.ts";
import { mobileSigning } from "#db/schema/sign-in.ts";
import { personByIin } from "#lib/people/records.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import { entryTries } from "./mobile-limits.ts";
import { codeWasTyped, isLate, latestSigning } from "./mobile-view.ts";
import type { MobileSigning } from "./mobile-words.ts";
import { issueTicket } from "./ticket.ts";

export type MobileEntry = {
  readonly browserSecret: string;
  readonly regionId: number;
  /** What the person typed. */
  readonly code: string;
};

export type MobileEntryCode =
  /** The signature has not come; the code, where it was right, need not be typed again. */
  | "not-signed"
  /** The code on the screen instead of the one on the telephone: not a guess, not counted. */
  | "screen-code"
  | "not-a-code"
  | "wrong-code"
  /** Nothing to enter by: never begun, over, refused, or tried too often. The page says which. */
  | "over";

/**
 * «Я подписал(а), продолжить»: gives the browser that asked a ticket for «Войти», if the code was typed that only the
 * signing telephone has shown. Tries are counted before they are compared.
 * @returns the token of the ticket
 */
export async function enterByMobile(
  entry: MobileEntry,
  now: Date,
): Promise<Result<{ readonly token: string }, MobileEntryCode>> {
  const row = await latestSigning({ ...entry, purpose: "sign-in" }, now);
  if (row === null || isLate(row, now) || row.state === "refused") return fail("over");
  if (!codeWasTyped(row)) {
    const typed = entry.code.replaceAll(/[\s-]/gu, "");
    if (!/^\d{4}$/u.test(typed)) return fail("not-a-code");
    if (typed === row.displayCode) return fail("screen-code");
    if (row.state === "waiting") return fail("not-signed");
    const judged = await tryCode(row, typed);
    if (judged !== "right") return fail(judged);
  }
  if (row.state !== "signed" || row.evidenceId === null) return fail("not-signed");
  const { evidenceId } = row;
  return await transaction(async (tx) => {
    const [mine] = await tx
      .update(mobileSigning)
      .set({ state: "done", usedAt: now })
      .where(
        and(
          eq(mobileSigning.id, row.id),
          eq(mobileSigning.state, "signed"),
          isNull(mobileSigning.usedAt),
          isNull(mobileSigning.entryCode),
        ),
      )
      .returning();
    const [evidence] = await tx
      .select({ iin: signatureEvidence.signerIin })
      .from(signatureEvidence)
      .where(eq(signatureEvidence.id, evidenceId));
    const person = evidence === undefined ? null : await personByIin(tx, evidence.iin);
    if (mine === undefined || person === null) return fail("over");
    const proof = {
      regionId: row.regionId,
      personId: person.id,
      strength: "strong",
      method: "egov-mobile",
      evidenceId,
      returnTo: row.returnTo,
      browserSecret: entry.browserSecret,
    } as const;
    return ok({ token: await issueTicket(tx, proof, now) });
  });
}

/** A right code is forgotten, which is what says that it was typed. */
async function tryCode(
  row: MobileSigning,
  typed: string,
): Promise<"right" | "wrong-code" | "over"> {
  const here = and(
    eq(mobileSigning.id, row.id),
    inArray(mobileSigning.state, ["seen", "signed"]),
    lt(mobileSigning.entryAttempts, entryTries),
  );
  const [counted] = await db()
    .update(mobileSigning)
    .set({ entryAttempts: sql`${mobileSigning.entryAttempts} + 1` })
    .where(here)
    .returning();
  if (counted === undefined) return "over";
  // This browser pressed twice, and the other press was right a moment ago: that is no wrong try.
  if (counted.entryCode === null) return "right";
  if (sameCode(counted.entryCode, typed)) {
    // Only this very code: another telephone may have been given another in between.
    await db()
      .update(mobileSigning)
      .set({ entryCode: null })
      .where(and(eq(mobileSigning.id, row.id), eq(mobileSigning.entryCode, counted.entryCode)));
    return "right";
  }
  if (counted.entryAttempts < entryTries) return "wrong-code";
  await db()
    .update(mobileSigning)
    .set({ state: "refused", outcome: "wrong-code" })
    .where(and(eq(mobileSigning.id, row.id), inArray(mobileSigning.state, ["seen", "signed"])));
  return "over";
}

function sameCode(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

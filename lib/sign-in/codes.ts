import { randomInt, timingSafeEqual } from "node:crypto";
import { and, desc, eq, gt, inArray, isNull, lt, sql } from "drizzle-orm";
import { endOfDay, localDateOf } from "#lib/calendar/local-date.ts";
import { db, type Queryable, type Tx } from "#db/client.ts";
import { oneTimeCode } from "#db/schema/sign-in.ts";
import { newId, sha256Hex } from "#lib/platform/ids.ts";
import { pseudonym } from "#lib/platform/pseudonym.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import { lockAccount } from "./account-lock.ts";
import type { CodeOrder, CodePurpose } from "./code-order.ts";
import { codePolicy, limitsOfCodes } from "./code-limits.ts";
import { deliverCode } from "./deliver-code.ts";
import { nextCode, secondsToNext } from "./guess-budget.ts";

export type SentCode = {
  readonly id: string;
  readonly masked: string;
  /** Instants. */
  readonly resendAt: Date;
  readonly expiresAt: Date;
};

export type CodeGuess = {
  readonly browserSecret: string;
  readonly regionId: number;
  readonly purpose: CodePurpose;
  /** As typed. */
  readonly code: string;
};

/** The code that stood, with what it was sent for. `subject` is the pseudonym of `subjectOf`. */
export type MatchedCode = {
  readonly id: string;
  readonly subject: string;
  readonly personId: string | null;
  readonly recipient: string;
  readonly sentAt: Date;
};

const codeMilliseconds = 10 * 60_000;
const day = 24 * 60 * 60_000;

// Both let their owner into the same account, so a guesser's tries of both are counted together.
const groups: Readonly<Record<CodePurpose, readonly CodePurpose[]>> = {
  cabinet: ["cabinet", "one-time"],
  "one-time": ["cabinet", "one-time"],
  "recovery-phone": ["recovery-phone"],
  contact: ["contact"],
  staff: ["staff"],
};

/** The lasting name of an IIN or login in the tables of the ways in. */
export function subjectOf(text: string): string {
  return pseudonym("sign-in", text);
}

/**
 * Sends a code, or does all the same work for nobody. The budgets of an account are counted under a lock, so that
 * several processes share them. Of this browser's earlier codes for the purpose none works any more.
 * @returns `too-soon` (this browser, wait), `too-many` (account, phone or network), `budget` (the region's SMS of the
 * day), each with the instant from which it may go better
 */
export async function sendCode(
  tx: Tx,
  order: CodeOrder,
  now: Date,
): Promise<Result<SentCode, "too-soon" | "too-many" | "budget", { readonly until: Date }>> {
  const subject = subjectOf(order.subject);
  const browserHash = sha256Hex(order.browserSecret);
  await lockAccount(tx, subject);
  const ofBrowser = and(
    eq(oneTimeCode.browserHash, browserHash),
    eq(oneTimeCode.purpose, order.purpose),
  );
  // A code can be tried until it ends, so the day of guesses begins that much earlier.
  const since = new Date(now.getTime() - day - codeMilliseconds);
  const before = await tx
    .select()
    .from(oneTimeCode)
    .where(
      and(
        eq(oneTimeCode.subject, subject),
        inArray(oneTimeCode.purpose, [...groups[order.purpose]]),
        gt(oneTimeCode.createdAt, since),
      ),
    )
    .orderBy(desc(oneTimeCode.createdAt));
  const here = before.filter(
    (row) => row.browserHash === browserHash && row.purpose === order.purpose,
  );
  const last = here[0];
  if (last !== undefined && last.usedAt === null && last.resendAt > now) {
    return fail("too-soon", { until: last.resendAt });
  }
  const counted = before.filter((row) => row.knownDevice === order.knownDevice);
  const next = nextCode(
    counted.map((row) => ({ length: row.length, tries: row.maxAttempts })),
    order.length,
  );
  if (next === null) return fail("too-many", { until: dayAfter(counted.at(-1)?.createdAt ?? now) });
  const held = await limitsOfCodes(tx, order, now);
  if (held !== null) return held;

  const id = newId();
  const code = newCode(next.length);
  const sent = {
    id,
    masked: order.masked,
    resendAt: new Date(now.getTime() + secondsToNext(here.length + 1) * 1000),
    expiresAt: new Date(now.getTime() + codeMilliseconds),
  };
  const { smsPerDay } = await codePolicy(tx, order.regionId, now);
  const message = { ...order, id, code, expiresAt: sent.expiresAt };
  if (!(await deliverCode(tx, message, smsPerDay, now))) {
    return fail("budget", { until: endOfDay(localDateOf(now)) });
  }
  await tx
    .update(oneTimeCode)
    .set({ endedAt: now })
    .where(and(ofBrowser, isNull(oneTimeCode.endedAt), isNull(oneTimeCode.usedAt)));
  await tx.insert(oneTimeCode).values({
    ...sent,
    regionId: order.regionId,
    purpose: order.purpose,
    subject,
    personId: order.personId,
    recipient: order.recipient?.to ?? null,
    codeHash: hashOf(id, code),
    length: next.length,
    browserHash,
    knownDevice: order.knownDevice,
    attempts: 0,
    maxAttempts: next.tries,
    createdAt: now,
  });
  return ok(sent);
}

/**
 * Tries what was typed against this browser's newest code for the purpose. The attempt is counted and committed before
 * anything is compared, so that any number of guesses at once get no more tries than the code has; a code that fits is
 * spent by one of them. Typed spaces do not matter.
 * @returns `wrong` with the tries left, `gone` when there is no code to try: late, used, replaced, worn out, another's
 */
export async function tryCode(
  guess: CodeGuess,
  now: Date,
): Promise<Result<MatchedCode, "wrong" | "gone", { readonly left: number }>> {
  const newest = db()
    .select({ id: oneTimeCode.id })
    .from(oneTimeCode)
    .where(
      and(
        eq(oneTimeCode.browserHash, sha256Hex(guess.browserSecret)),
        eq(oneTimeCode.purpose, guess.purpose),
        eq(oneTimeCode.regionId, guess.regionId),
      ),
    )
    .orderBy(desc(oneTimeCode.createdAt))
    .limit(1);
  const [row] = await db()
    .update(oneTimeCode)
    .set({ attempts: sql`${oneTimeCode.attempts} + 1` })
    .where(
      and(
        inArray(oneTimeCode.id, newest),
        isNull(oneTimeCode.usedAt),
        isNull(oneTimeCode.endedAt),
        gt(oneTimeCode.expiresAt, now),
        lt(oneTimeCode.attempts, oneTimeCode.maxAttempts),
      ),
    )
    .returning();
  if (row === undefined) return fail("gone", { left: 0 });
  const left = row.maxAttempts - row.attempts;
  const typed = guess.code.normalize("NFKC").replaceAll(/[\s\p{Cf}\p{Pd}]/gu, "");
  const fits = timingSafeEqual(Buffer.from(hashOf(row.id, typed)), Buffer.from(row.codeHash));
  if (!fits || row.recipient === null) return fail("wrong", { left });
  const spent = await db()
    .update(oneTimeCode)
    .set({ usedAt: now })
    .where(and(eq(oneTimeCode.id, row.id), isNull(oneTimeCode.usedAt)))
    .returning({ id: oneTimeCode.id });
  if (spent.length === 0) return fail("gone", { left: 0 });
  return ok({
    id: row.id,
    subject: row.subject,
    personId: row.personId,
    recipient: row.recipient,
    sentAt: row.createdAt,
  });
}

/** A code that waits for this browser, as the page shows it; null when none can be tried any more. */
export type WaitingCode = SentCode & { readonly left: number };

export async function waitingCode(
  from: Queryable,
  asked: Omit<CodeGuess, "code">,
  now: Date,
): Promise<WaitingCode | null> {
  const [row] = await from
    .select()
    .from(oneTimeCode)
    .where(
      and(
        eq(oneTimeCode.browserHash, sha256Hex(asked.browserSecret)),
        eq(oneTimeCode.purpose, asked.purpose),
        eq(oneTimeCode.regionId, asked.regionId),
      ),
    )
    .orderBy(desc(oneTimeCode.createdAt))
    .limit(1);
  if (row === undefined || row.usedAt !== null || row.endedAt !== null || row.expiresAt <= now) {
    return null;
  }
  const { id, masked, resendAt, expiresAt } = row;
  return { id, masked, resendAt, expiresAt, left: Math.max(0, row.maxAttempts - row.attempts) };
}

function hashOf(id: string, code: string): string {
  return pseudonym("code", `${id}\n${code}`);
}

function newCode(length: number): string {
  return Array.from({ length }, () => randomInt(10)).join("");
}

function dayAfter(instant: Date): Date {
  return new Date(instant.getTime() + day + codeMilliseconds);
}

import { and, eq } from "drizzle-orm";
import { setTimeout as pause } from "node:timers/promises";
import { db, transaction, type Tx } from "#db/client.ts";
import { recoveryAttempt } from "#db/schema/sign-in.ts";
import { anonymous } from "#lib/access/actor.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { localDateOf } from "#lib/calendar/local-date.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { countAttempt } from "#lib/platform/rate-limit.ts";
import { fail, ok, type Failure, type Result } from "#lib/platform/result.ts";
import { personByIin } from "#lib/people/records.ts";
import type { Registries } from "#lib/registries/ports.ts";
import { askBirth, askPerson } from "#lib/registries/recorded.ts";
import {
  closeWay,
  isBlocked,
  lockSubject,
  openAttempt,
  recoverySource,
  recoverySubject,
  spentAttempts,
} from "./recovery-attempts.ts";
import {
  readAnswers,
  type RecoveryAnswers,
  type RecoveryProblem,
  type TypedAnswers,
} from "./recovery-input.ts";
import { recoveryAttempts, sourceLimits } from "./recovery-limits.ts";
import { reachOf, tellAll } from "./recovery-notices.ts";
import { evenPace, paced, type Pace } from "./recovery-pace.ts";
import { standingOf, yearOf } from "./recovery-records.ts";
import { answersAreRight } from "./recovery-truth.ts";

export type Claim = {
  readonly regionId: number;
  /** Whose cabinet is asked for: twelve digits. */
  readonly iin: string;
  readonly browserSecret: string;
  /** The visitor's network address, empty when unknown. */
  readonly address: string;
  /** Of the form, made when it was shown. */
  readonly key: string;
  readonly typed: TypedAnswers;
  readonly locale: Locale;
  readonly requestId: string | null;
};

/**
 * - `wrong`: not all answers are right; `left` tries remain, and at 0 the way by answers is closed
 * - `blocked`: it had been closed before
 * - `no-answer`: a register is silent; the attempt is not counted
 * - `busy`: as many attempts as are left are being compared at this moment
 * - `stale`: the form was sent by somebody else before
 * - `too-many`: from this network, with the seconds to wait
 */
export type ClaimAnswer =
  | Result<undefined, "blocked" | "no-answer" | "busy" | "stale">
  | Failure<"invalid", readonly RecoveryProblem[]>
  | Failure<"wrong", { readonly left: number }>
  | Failure<"too-many", { readonly seconds: number }>;

/**
 * Compares the answers about a child with the civil register and our own records. The attempt is written before, under
 * a lock that all processes share, so that no crowd of requests is compared more than three times; an unknown IIN goes
 * the same way to the same end, in the same time.
 */
export async function answerRecovery(
  claim: Claim,
  registers: Registries,
  now: Date,
  pace: Pace = evenPace,
): Promise<ClaimAnswer> {
  const read = readAnswers(claim.typed, yearOf(now));
  if (!read.ok) return read;
  return paced(pace, () => compareOnce(claim, read.value, registers, now));
}

async function compareOnce(
  claim: Claim,
  answers: RecoveryAnswers,
  registers: Registries,
  now: Date,
): Promise<ClaimAnswer> {
  const seconds = await secondsToWait(claim.address, now);
  if (seconds > 0) return fail("too-many", { seconds });
  const asking = { ...claim, subject: recoverySubject(claim.iin) };
  const opening = await transaction((tx) => openAttempt(tx, asking, now));
  if (opening.state === "again") return outcomeOf(opening.attempt.id, asking.subject, now);
  if (opening.state !== "opened") return fail(opening.state);

  const [birth, claimant, known, standing] = await Promise.all([
    askBirth(registers, answers.childIin, now),
    askPerson(registers, claim.iin, now),
    personByIin(db(), claim.iin),
    standingOf(db(), claim.regionId, answers.childIin),
  ]);
  const record = birth.status === "found" ? birth.record : null;
  const right = answersAreRight(claim.iin, answers, {
    certificate: record?.certificate.number ?? null,
    parents: record?.parents ?? [null, null],
    standing,
  });
  const exists = known !== null || claimant.status === "found";
  const silent = birth.status === "no-answer" || claimant.status === "no-answer";
  const outcome = silent ? "no-answer" : right && exists ? "right" : "wrong";
  return transaction((tx) =>
    settle(tx, { ...asking, attemptId: opening.id, personId: known?.id ?? null }, outcome, now),
  );
}

type Settling = Claim & {
  readonly subject: string;
  readonly attemptId: string;
  readonly personId: string | null;
};

async function settle(
  tx: Tx,
  claim: Settling,
  outcome: "right" | "wrong" | "no-answer",
  now: Date,
): Promise<ClaimAnswer> {
  await lockSubject(tx, claim.subject);
  await tx
    .update(recoveryAttempt)
    .set({ outcome })
    .where(and(eq(recoveryAttempt.id, claim.attemptId), eq(recoveryAttempt.outcome, "open")));
  await recordAudit(tx, {
    actor: anonymous(claim.locale),
    action: "sign-in.begin",
    role: "anonymous",
    regionId: claim.regionId,
    subject: { kind: "recovery-attempt", id: claim.attemptId },
    concernsId: claim.personId,
    requestId: claim.requestId,
    detail: { outcome },
    at: now,
  });
  if (outcome === "no-answer") return fail("no-answer");
  // Closed meanwhile, by another attempt or by the owner: even right answers come too late.
  if (await isBlocked(tx, claim.subject)) return fail("blocked");
  if (outcome === "right") return ok();
  const { wrong } = await spentAttempts(tx, claim.subject, now);
  const left = Math.max(0, recoveryAttempts - wrong);
  const { regionId, subject } = claim;
  if (left === 0) await closeWay(tx, { regionId, subject, ground: null }, now);
  await tellOwner(tx, claim, left === 0, now);
  return fail("wrong", { left });
}

async function tellOwner(tx: Tx, claim: Settling, closed: boolean, now: Date): Promise<void> {
  if (claim.personId === null) return;
  const { personId, regionId } = claim;
  const reach = await reachOf(tx, personId);
  const about = { personId, regionId, params: {} };
  if (closed) {
    const cause = `recovery-blocked:${claim.attemptId}`;
    await tellAll(tx, reach, { ...about, template: "recovery-blocked", cause }, now);
    return;
  }
  // Once a day, however many tries.
  const cause = `recovery-tried:${personId}:${localDateOf(now)}`;
  await tellAll(tx, reach, { ...about, template: "recovery-tried", cause }, now);
}

async function secondsToWait(address: string, now: Date): Promise<number> {
  if (address === "") return 0;
  const waits: number[] = [];
  for (const { name, limit } of sourceLimits) {
    const key = `recovery:${name}:${recoverySource(address)}`;
    waits.push((await countAttempt(db(), key, limit, now)).retryAfterSeconds);
  }
  return Math.max(...waits);
}

const looks = 40;
const betweenLooks = 200;

/** What became of an attempt that another request of the same form has in hand. */
async function outcomeOf(attemptId: string, subject: string, now: Date): Promise<ClaimAnswer> {
  for (let look = 0; look < looks; look += 1) {
    const [row] = await db()
      .select({ outcome: recoveryAttempt.outcome })
      .from(recoveryAttempt)
      .where(eq(recoveryAttempt.id, attemptId));
    switch (row?.outcome) {
      case "right":
        return ok();
      case "no-answer":
        return fail("no-answer");
      case "wrong": {
        const { wrong } = await spentAttempts(db(), subject, now);
        return fail("wrong", { left: Math.max(0, recoveryAttempts - wrong) });
      }
      case "open":
        await pause(betweenLooks);
        break;
      default:
        return fail("stale");
    }
  }
  return fail("busy");
}

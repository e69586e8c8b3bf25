import { and, eq } from "drizzle-orm";
import { transaction, type Tx } from "#db/client.ts";
import { queueEvent } from "#db/schema/applications.ts";
import { appeal, decision } from "#db/schema/office.ts";
import type { Actor } from "#lib/access/actor.ts";
import type { Refusal } from "#lib/access/authorize.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { deadlineAfterWorkingDays } from "#lib/calendar/deadlines.ts";
import { calendarInForce } from "#lib/calendar/in-force.ts";
import { localDateOf } from "#lib/calendar/local-date.ts";
import { newId } from "#lib/platform/ids.ts";
import { plainWords } from "#lib/platform/plain-words.ts";
import { type Failure, fail, ok, type Result } from "#lib/platform/result.ts";
import { policyFor } from "#lib/regions/views.ts";
import { judgeAppeal } from "./appeal-rules.ts";
import { type Addressed, type ApplicationRow, lockFor, takeStep } from "./deed.ts";
import { appealDeadline, isDecision } from "./decision.ts";
import { tellFamily } from "./tell-family.ts";

/** Letters of an objection. */
export const appealLimit = 4_000;

export type AppealOrder = Addressed & {
  /** Number of the event in the ledger that decided. */
  readonly eventSeq: number;
  readonly words: string;
  readonly requestId: string | null;
};

export type AppealCode = "required" | "not-a-decision" | "already-appealed" | "too-late";

/**
 * A family objects to one decision, once and until its stored deadline; it is told at once that the objection was
 * received and by when it is answered. Sent twice, it is received once.
 * @returns the last instant of the answer
 */
export async function writeAppeal(
  actor: Actor,
  order: AppealOrder,
  now: Date,
): Promise<
  | Result<{ readonly answerDueAt: Date }, Refusal | AppealCode>
  | Failure<"too-long", { readonly n: number }>
> {
  return await transaction(async (tx) => {
    const locked = await lockFor(tx, actor, "appeal.write", order);
    if (!locked.ok) return locked;
    if (actor.kind !== "person") return fail("signed-out");
    const row = locked.value;
    const contested = await decisionBehind(tx, row, order.eventSeq);
    if (contested === null) return fail("not-a-decision");
    const words = plainWords(order.words);
    const { known } = contested;
    if (known?.personId === actor.personId && known.words === words) {
      return ok({ answerDueAt: known.answerDueAt });
    }
    const judged = judgeAppeal({ ...contested, appealed: known !== null }, now);
    if (!judged.ok) return judged;
    if (words === "") return fail("required");
    if (words.length > appealLimit) return fail("too-long", { n: appealLimit });
    const { regionId, id, number, queueType } = row;
    const { parameters } = await policyFor({ regionId, queueType, at: now }, tx);
    const days = parameters.appealAnswerWorkingDays;
    const answerDueAt = deadlineAfterWorkingDays(now, days, calendarInForce());
    const deed = { kind: "appealed", at: now, actorRole: "parent", legalGround: "appeal" } as const;
    const data = { decision: order.eventSeq, until: answerDueAt.toISOString() };
    const taken = await takeStep(tx, row, { ...deed, data });
    if (!taken.ok) throw new Error("an objection changes no status");
    const appealId = newId();
    const where = { regionId, id: appealId, applicationId: id, eventSeq: order.eventSeq };
    const what = { personId: actor.personId, words, sentAt: now, answerDueAt };
    await tx.insert(appeal).values({ ...where, ...what });
    await recordAudit(tx, {
      actor,
      action: "appeal.write",
      role: "parent",
      regionId,
      subject: { kind: "appeal", id: appealId },
      concernsId: row.childId,
      detail: { number, decision: order.eventSeq },
      requestId: order.requestId,
      at: now,
    });
    const params = { number, until: localDateOf(answerDueAt) };
    const news = { cause: `appeal:${appealId}`, template: "appeal-received", params } as const;
    await tellFamily(tx, row, { ...news, prescribed: true }, now);
    return ok({ answerDueAt });
  });
}

/**
 * The decision behind an event of this application, with the objection to it; null for an event of another one, and for
 * one that decides nothing. One from
 * before decisions were kept gets its deadline now, counted from its own instant.
 */
async function decisionBehind(tx: Tx, row: ApplicationRow, eventSeq: number) {
  if (!Number.isSafeInteger(eventSeq)) return null;
  const { regionId, id: applicationId } = row;
  const [found] = await tx
    .select({ kind: queueEvent.kind, at: queueEvent.at, until: decision.appealUntil, appeal })
    .from(queueEvent)
    .leftJoin(
      decision,
      and(eq(decision.regionId, queueEvent.regionId), eq(decision.eventSeq, queueEvent.seq)),
    )
    .leftJoin(
      appeal,
      and(eq(appeal.regionId, queueEvent.regionId), eq(appeal.eventSeq, queueEvent.seq)),
    )
    .where(
      and(
        eq(queueEvent.regionId, regionId),
        eq(queueEvent.seq, eventSeq),
        eq(queueEvent.applicationId, applicationId),
      ),
    );
  // Nothing is written about an event that decides nothing: its number may be a guess.
  if (found === undefined || !isDecision(found.kind)) return null;
  const appealUntil = found.until ?? (await appealDeadline(row, found.at, tx));
  if (found.until === null) {
    await tx.insert(decision).values({ regionId, eventSeq, applicationId, appealUntil });
  }
  return { kind: found.kind, appealUntil, known: found.appeal };
}

import { and, eq } from "drizzle-orm";
import { transaction, type Tx } from "#db/client.ts";
import { violatedConstraint } from "#db/database-error.ts";
import { application } from "#db/schema/applications.ts";
import type { Actor } from "#lib/access/actor.ts";
import type { Refusal } from "#lib/access/authorize.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { calendarInForce } from "#lib/calendar/in-force.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import { policyFor } from "#lib/regions/views.ts";
import { endPending, standsElsewhere } from "./by-officer.ts";
import { type Addressed, lockFor, takeStep } from "./deed.ts";
import { mayRestore, nextInterestDue, type RestoreRefusal } from "./interest.ts";
import { keepPeriod, periodsOf } from "./interest-period.ts";
import { catchUpRenewal } from "./recut.ts";
import { tellFamily } from "./tell-family.ts";

export type RestoreOrder = Addressed & { readonly requestId: string | null };

/**
 * «Восстановить»: the entry of a child that was taken off for want of an answer stands in the queue again with its old
 * instant, once in its life. It is a confirmation too, so the next one is asked a year after the missed one. Doing it
 * twice does it once.
 * @returns the next deadline
 */
export async function restoreInterest(
  actor: Actor,
  order: RestoreOrder,
  now: Date,
): Promise<Result<Date, Refusal | RestoreRefusal>> {
  try {
    return await transaction((tx) => restore(tx, actor, order, now));
  } catch (error) {
    // Another application for the child was registered at this very moment.
    if (violatedConstraint(error) === "application_one_per_child") return fail("replaced");
    throw error;
  }
}

async function restore(
  tx: Tx,
  actor: Actor,
  order: RestoreOrder,
  now: Date,
): Promise<Result<Date, Refusal | RestoreRefusal>> {
  const locked = await lockFor(tx, actor, "interest.restore", order);
  if (!locked.ok) return locked;
  const row = locked.value;
  const { regionId, id, number } = row;
  const named = { regionId, applicationId: id };
  const periods = await periodsOf(tx, named);
  const isDone = row.status !== "REMOVED" && periods.some((each) => each.restoredAt !== null);
  if (isDone && row.interestDueAt !== null) return ok(row.interestDueAt);
  const may = mayRestore(row.status, periods, await standsElsewhere(tx, row, now), now);
  if (!may.ok) return may;
  const period = periods.find((each) => each.removedAt !== null && each.restoredAt === null);
  if (period === undefined) return fail("not-removed");
  const { parameters } = await policyFor({ regionId, queueType: row.queueType, at: now }, tx);
  // From the missed day: by then it has passed by no more than the window, and time is not given away by being late.
  const nextAt = nextInterestDue(period.dueAt, parameters, period.dueAt, calendarInForce());
  await keepPeriod(tx, named, period.dueAt, { restoredAt: now });
  await tx
    .update(application)
    .set({ interestDueAt: nextAt })
    .where(and(eq(application.regionId, regionId), eq(application.id, id)));
  await catchUpRenewal(tx, row, now);
  const taken = await takeStep(tx, row, {
    event: "restore",
    kind: "restored",
    at: now,
    actorRole: "parent",
    legalGround: "interest-restore",
    data: { nextAt: nextAt.toISOString() },
  });
  if (!taken.ok) throw new Error("what was removed can be restored");
  await endPending(tx, row, now);
  await recordAudit(tx, {
    actor,
    action: "interest.restore",
    role: "parent",
    regionId,
    subject: { kind: "application", id },
    concernsId: row.childId,
    detail: { number },
    requestId: order.requestId,
    at: now,
  });
  await tellFamily(
    tx,
    row,
    {
      cause: `interest-restored:${id}`,
      template: "interest-restored",
      params: { number, next: nextAt.toISOString() },
      exceptId: actor.kind === "person" ? actor.personId : null,
    },
    now,
  );
  return ok(nextAt);
}

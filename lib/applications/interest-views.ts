import { and, eq } from "drizzle-orm";
import { db, transaction } from "#db/client.ts";
import { application } from "#db/schema/applications.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize, type Refusal } from "#lib/access/authorize.ts";
import { calendarInForce } from "#lib/calendar/in-force.ts";
import { ownersOfApplication } from "#lib/people/representation.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import { policyFor } from "#lib/regions/views.ts";
import {
  isAsked,
  interestState,
  mayConfirm,
  mayRestore,
  nextInterestDue,
  type RestoreRefusal,
} from "./interest.ts";
import { periodsOf } from "./interest-period.ts";
import { standsElsewhere } from "./by-officer.ts";

/**
 * What a family can do about interest now. open: confirm it · done: it is confirmed and asked again later · later: not
 * asked yet · over: the day has passed · removed: taken off for want of an answer · none: not asked at all.
 */
export type InterestStanding =
  | { readonly state: "none" }
  | { readonly state: "open"; readonly dueAt: Date; readonly nextAt: Date }
  | { readonly state: "later" | "done" | "over"; readonly dueAt: Date; readonly windowDays: number }
  | {
      readonly state: "removed";
      readonly restoreUntil: Date;
      /** Why not, where it cannot be restored. */
      readonly refusal: RestoreRefusal | null;
    };

/** For the page of an application, for those who may read it. */
export async function interestStanding(
  actor: Actor,
  { regionId, number }: { readonly regionId: number; readonly number: string },
  now: Date,
): Promise<Result<InterestStanding, Refusal>> {
  const [row] = await db()
    .select()
    .from(application)
    .where(and(eq(application.regionId, regionId), eq(application.number, number)));
  const ownerIds = row === undefined ? [] : await ownersOfApplication(db(), regionId, row.id);
  const allowed = authorize(actor, "application.read", { regionId, ownerIds });
  if (!allowed.ok) return allowed;
  if (row === undefined) return fail("not-yours");
  const periods = await periodsOf(db(), { regionId, applicationId: row.id });
  const removed = periods.find((each) => each.removedAt !== null);
  if (row.status === "REMOVED") {
    if (removed === undefined || removed.restoreUntil === null || removed.restoredAt !== null) {
      return ok({ state: "none" });
    }
    const may = mayRestore(
      row.status,
      periods,
      await transaction((tx) => standsElsewhere(tx, row, now)),
      now,
    );
    const refusal = may.ok ? null : may.code;
    return ok({ state: "removed", restoreUntil: removed.restoreUntil, refusal });
  }
  const dueAt = row.interestDueAt;
  if (dueAt === null || !isAsked(row)) return ok({ state: "none" });
  const { parameters: policy } = await policyFor({ regionId, queueType: row.queueType, at: now });
  const current = periods.find((each) => each.dueAt.getTime() === dueAt.getTime()) ?? null;
  if (mayConfirm(row, current, policy, now).ok) {
    const nextAt = nextInterestDue(dueAt, policy, now, calendarInForce());
    return ok({ state: "open", dueAt, nextAt });
  }
  const windowDays = policy.interestWindowDays;
  const answered = periods.some((each) => each.confirmedAt !== null || each.restoredAt !== null);
  const state = interestState(dueAt, policy, now) === "over" ? "over" : answered ? "done" : "later";
  return ok({ state, dueAt, windowDays });
}

import { and, eq } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { application } from "#db/schema/applications.ts";
import { registerWatch } from "#db/schema/office.ts";
import type { Actor } from "#lib/access/actor.ts";
import type { Refusal } from "#lib/access/authorize.ts";
import { deadlineAfterDays } from "#lib/calendar/deadlines.ts";
import { calendarInForce } from "#lib/calendar/in-force.ts";
import { addDays, endOfDay, localDateOf } from "#lib/calendar/local-date.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import { policyFor } from "#lib/regions/views.ts";
import {
  byOfficer,
  endPending,
  givingBack,
  type OfficeOrder,
  standsElsewhere,
} from "./by-officer.ts";
import { type ApplicationRow, takeStep } from "./deed.ts";
import { keepPeriod, periodsOf } from "./interest-period.ts";
import { catchUpRenewal } from "./recut.ts";
import { tellFamily } from "./tell-family.ts";

type OwnCode = "out-of-turn" | "child-stands-elsewhere";

/** Puts a refused or removed application back where it stood, with its original instant. */
export async function restoreApplication(
  actor: Actor,
  order: OfficeOrder,
  now: Date,
): Promise<Result<undefined, Refusal | OwnCode>> {
  return await givingBack(() =>
    byOfficer<OwnCode>(actor, "staff.application.restore", order, now, async (tx, row) => {
      const restored = await restore(tx, row, { ground: "office-restore" }, now);
      return restored.ok ? ok({ restored: true }) : restored;
    }),
  );
}

/**
 * The same for whoever has locked the application. What would end it again at once begins anew: the confirmation of
 * interest that is overdue, a warned end by age, the question of the registers.
 * @returns `child-stands-elsewhere`: the child has a living application; its family decides which one stays
 */
export async function restore(
  tx: Tx,
  row: ApplicationRow,
  { ground, quiet }: { readonly ground: string; readonly quiet?: true },
  now: Date,
): Promise<Result<undefined, "out-of-turn" | "child-stands-elsewhere">> {
  if (row.status !== "REFUSED" && row.status !== "REMOVED") return fail("out-of-turn");
  if (await standsElsewhere(tx, row, now)) return fail("child-stands-elsewhere");
  const { regionId, id, number, queueType, version } = row;
  const step = { kind: "restored", at: now, actorRole: "officer", legalGround: ground } as const;
  await catchUpRenewal(tx, row, now);
  const taken = await takeStep(tx, row, { ...step, event: "restore" });
  if (!taken.ok) return taken;
  await endPending(tx, row, now);
  await closeInterest(tx, { regionId, applicationId: id }, now);
  const { parameters } = await policyFor({ regionId, queueType, at: now }, tx);
  if (row.interestDueAt !== null && row.interestDueAt <= now) {
    const due = deadlineAfterDays(now, parameters.interestWindowDays, calendarInForce());
    await tx
      .update(application)
      .set({ interestDueAt: due })
      .where(and(eq(application.regionId, regionId), eq(application.id, id)));
  }
  const nextAskAt = endOfDay(addDays(localDateOf(now), parameters.registersEveryDays));
  await tx
    .update(registerWatch)
    .set({ nextAskAt, movedDueAt: null })
    .where(and(eq(registerWatch.regionId, regionId), eq(registerWatch.applicationId, id)));
  if (quiet) return ok();
  const news = { cause: `restored:${id}:${version}`, template: "restored" } as const;
  await tellFamily(tx, row, { ...news, params: { number }, prescribed: true }, now);
  return ok();
}

/**
 * A place that the office gave back is not to be taken back once more by the family, or it could undo a later removal
 * for another reason.
 */
async function closeInterest(
  tx: Tx,
  named: { readonly regionId: number; readonly applicationId: string },
  now: Date,
): Promise<void> {
  for (const { dueAt, removedAt, restoredAt, restoreUntil } of await periodsOf(tx, named)) {
    const isOpen = removedAt !== null && restoredAt === null;
    if (!isOpen || restoreUntil === null || restoreUntil <= now) continue;
    await keepPeriod(tx, named, dueAt, { restoreUntil: now });
  }
}

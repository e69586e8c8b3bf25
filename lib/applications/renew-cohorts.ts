import { and, eq, inArray } from "drizzle-orm";
import { type Queryable, transaction, type Tx } from "#db/client.ts";
import { application, queueEntry } from "#db/schema/applications.ts";
import { person } from "#db/schema/people.ts";
import { anonymous } from "#lib/access/actor.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { previewRecut, type RecutPreview } from "#lib/queue/preview-recut.ts";
import { policyFor } from "#lib/regions/views.ts";
import { moveToCohorts, otherCohort } from "./recut.ts";
import type { ApplicationStatus } from "./status.ts";

export type Renewal = { readonly regionId: number; readonly queueType: string };

/** What the renewal of cohorts would do by the rule in force on the day of `now`: everybody's number before and after. */
export async function previewRenewal(
  from: Queryable,
  queue: Renewal,
  now: Date,
): Promise<RecutPreview> {
  const { parameters } = await policyFor({ ...queue, at: now });
  const moving = await movingEntries(from, queue, parameters.cohortShiftFrom);
  const moves = moving.map(({ row, next }) => ({
    applicationId: row.id,
    change: { cohort: next },
  }));
  const recut = { regionId: queue.regionId, moves };
  return await previewRecut(from, recut, () => parameters.priorityRatio);
}

/**
 * The renewal of cohorts (in the voucher regions yearly, by 30 June; elsewhere when the region's rule changes): moves
 * every waiting or held entry whose cohort is another by the rule in force, all at once, so that no number is seen in
 * between, and tells the families that moved. Doing it twice does it once.
 * @param by whoever ordered it, as an operator types it
 * @returns how many moved
 */
export async function renewCohorts(
  { regionId, queueType }: Renewal,
  by: string,
  now: Date,
): Promise<number> {
  return await transaction(async (tx) => {
    const { parameters } = await policyFor({ regionId, queueType, at: now }, tx);
    const wanted = () => movingEntries(tx, { regionId, queueType }, parameters.cohortShiftFrom);
    const held = await lockAll(tx, regionId, await wanted());
    // Again behind the locks: a family may have withdrawn.
    const moving = (await wanted()).filter(({ row }) => held.has(row.id));
    await moveToCohorts(tx, regionId, moving, now);
    await recordAudit(tx, {
      actor: anonymous("kk"),
      action: "queue.renew",
      role: "operator",
      regionId,
      subject: { kind: "queue", id: queueType },
      detail: { by, moved: moving.length, shiftFrom: parameters.cohortShiftFrom },
      at: now,
    });
    return moving.length;
  });
}

/** Applications before their entries, as every deed takes them: else a family that acts now and this wait for ever. */
async function lockAll(
  tx: Tx,
  regionId: number,
  moving: readonly { readonly row: { readonly id: string } }[],
): Promise<ReadonlySet<string>> {
  const ids = moving.map(({ row }) => row.id);
  const rows = await tx
    .select({ id: application.id })
    .from(application)
    .where(and(eq(application.regionId, regionId), inArray(application.id, ids)))
    .orderBy(application.id)
    .for("update");
  return new Set(rows.map(({ id }) => id));
}

// Who is held or let a voucher lapse comes back into the queue, and must not come back into last year's.
const moved = [
  "REGISTERED",
  "RETURNED",
  "TURN_CAME",
  "OFFERED",
  "ON_HOLD",
  "INACTIVE",
] as const satisfies readonly ApplicationStatus[];

/** Those that stand in another cohort than their birth date gives by the rule. */
async function movingEntries(
  from: Queryable,
  { regionId, queueType }: Renewal,
  shiftFrom: string | null,
) {
  const rows = await from
    .select({ row: application, cohort: queueEntry.cohort, birthDate: person.birthDate })
    .from(queueEntry)
    .innerJoin(
      application,
      and(
        eq(application.regionId, queueEntry.regionId),
        eq(application.id, queueEntry.applicationId),
      ),
    )
    .innerJoin(person, eq(person.id, application.childId))
    .where(
      and(
        eq(queueEntry.regionId, regionId),
        eq(queueEntry.queueType, queueType),
        inArray(application.status, [...moved]),
      ),
    )
    .orderBy(application.id);
  return rows.flatMap(({ row, cohort, birthDate }) => {
    const next = otherCohort(cohort, birthDate, shiftFrom);
    return next === null ? [] : [{ row, next }];
  });
}

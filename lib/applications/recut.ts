import { eq } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { person } from "#db/schema/people.ts";
import { cohortOf, type LocalDate } from "#lib/calendar/local-date.ts";
import { changeEntries, lockEntries } from "#lib/queue/commands.ts";
import { policyFor } from "#lib/regions/views.ts";
import type { ApplicationRow } from "./deed.ts";
import { tellFamily } from "./tell-family.ts";

/**
 * The cohort in which a child belongs by a rule, where that is another one than it stands in; null where it is not, or
 * where no birth date is known. Pure.
 */
export function otherCohort(
  stands: number,
  birthDate: LocalDate | null,
  shiftFrom: string | null,
): number | null {
  const belongs = birthDate === null ? stands : cohortOf(birthDate, shiftFrom);
  return belongs === stands ? null : belongs;
}

export type Recut = { readonly row: ApplicationRow; readonly next: number };

/** Moves entries to their cohorts, whose applications the caller has locked, and tells their families. */
export async function moveToCohorts(
  tx: Tx,
  regionId: number,
  moving: readonly Recut[],
  at: Date,
): Promise<void> {
  await changeEntries(
    tx,
    moving.map(({ row, next }) => ({
      regionId,
      applicationId: row.id,
      kind: "moved",
      at,
      actorRole: "system",
      legalGround: "renewal",
      change: { cohort: next },
    })),
  );
  for (const { row, next } of moving) {
    const { id, number } = row;
    const cause = `renewed:${id}:${next}:${at.toISOString().slice(0, 10)}`;
    await tellFamily(tx, row, { cause, template: "renewed", params: { number, cohort: next } }, at);
  }
}

/**
 * What an entry missed that was out of the queue at a renewal of cohorts, before it stands in the queue again: nobody
 * comes back among the children of another year, and no number is seen in between. The caller has locked the application.
 */
export async function catchUpRenewal(tx: Tx, row: ApplicationRow, at: Date): Promise<void> {
  const { regionId, id, queueType, childId } = row;
  const { parameters } = await policyFor({ regionId, queueType, at }, tx);
  const [child] = await tx
    .select({ birthDate: person.birthDate })
    .from(person)
    .where(eq(person.id, childId));
  const [entry] = (await lockEntries(tx, [{ regionId, applicationId: id }])).values();
  if (entry === undefined) throw new Error("an application that stands in no queue");
  const next = otherCohort(entry.cohort, child?.birthDate ?? null, parameters.cohortShiftFrom);
  if (next !== null) await moveToCohorts(tx, regionId, [{ row, next }], at);
}

import { and, desc, eq, notInArray, sql } from "drizzle-orm";
import type { Queryable, Tx } from "#db/client.ts";
import { application, applicationCheck } from "#db/schema/applications.ts";
import { legalRepresentation, person } from "#db/schema/people.ts";
import { changeEntry } from "#lib/queue/commands.ts";
import { policyFor } from "#lib/regions/views.ts";
import type { BirthRecord } from "#lib/registries/ports.ts";
import { lastBirth } from "#lib/registries/recorded.ts";
import { recordDecision } from "./decision.ts";
import { afterEvent, isStatus } from "./status.ts";
import { tellApplicant } from "./tell-family.ts";

/** The place that one application of a child takes; another one is a duplicate. */
export type ChildsPlace = {
  readonly regionId: number;
  readonly queueType: string;
  readonly childIin: string;
};

export type PlaceHolder = {
  readonly application: typeof application.$inferSelect;
  /** Null where a paper application gives no parent's IIN. */
  readonly applicantIin: string | null;
  /** Whether a register or an officer has confirmed that the applicant may act for the child. */
  readonly proven: boolean;
};

/**
 * Whether the application that holds a child's place makes room for a parent whom this record of birth names. It does
 * where its applicant only says to be a guardian or a parent, and the record says otherwise: knowing a child's IIN must
 * not be enough to keep its parents out (ADR 018). What the office wrote down itself stays. Pure.
 */
export function givesWay(
  holder: Pick<PlaceHolder, "applicantIin" | "proven"> & {
    readonly application: Pick<PlaceHolder["application"], "channel" | "status">;
  },
  record: Pick<BirthRecord, "parents"> | null,
): boolean {
  const { status, channel } = holder.application;
  if (record === null || holder.proven || holder.applicantIin === null) return false;
  if (channel !== "portal" || !isStatus(status) || !afterEvent(status, "hold").ok) return false;
  return !record.parents.includes(holder.applicantIin);
}

/**
 * The living application that holds the child's place, or null: of this kind of queue, or of any where the policy lets a
 * child stand in one queue only.
 */
export async function placeHolder(
  from: Queryable,
  place: ChildsPlace,
  now: Date,
): Promise<PlaceHolder | null> {
  const { regionId, queueType } = place;
  const { parameters } = await policyFor({ regionId, queueType, at: now }, from);
  const sameKind = eq(application.queueType, queueType);
  const [row] = await from
    .select({
      application,
      applicantIin: sql<string | null>`(
        select applicant.iin from ${person} applicant
        where applicant.id = ${application.applicantId})`,
      proven: sql<boolean>`exists (
        select 1 from ${legalRepresentation}
        where ${legalRepresentation.childId} = ${application.childId}
          and ${legalRepresentation.adultId} = ${application.applicantId}
          and ${legalRepresentation.confirmedAt} is not null)`,
    })
    .from(application)
    .innerJoin(person, eq(person.id, application.childId))
    .where(
      and(
        eq(application.regionId, place.regionId),
        eq(person.iin, place.childIin),
        ...(parameters.severalQueueTypes ? [sameKind] : []),
        eq(application.gaveWay, false),
        notInArray(application.status, ["WITHDRAWN", "REMOVED", "REFUSED", "ENROLLED"]),
      ),
    )
    // Of several, from before such a rule, the one of the same kind first.
    .orderBy(desc(sameKind))
    .limit(1);
  return row ?? null;
}

/** The child has a living application, and may have one only. */
export class ChildStandsElsewhere extends Error {}

/**
 * Behind the lock of the child's own row, which every registration takes: the database's rule knows one kind of queue at
 * a time. @throws ChildStandsElsewhere
 */
export async function mustStandNowhere(tx: Tx, place: ChildsPlace, now: Date): Promise<void> {
  if ((await placeHolder(tx, place, now)) !== null) throw new ChildStandsElsewhere();
}

/**
 * Makes room for the registration of a parent whom the civil register names. The other application stops waiting and
 * keeps its instant: an officer who has seen the decision on guardianship can give the place back.
 */
export async function makeWay(tx: Tx, place: ChildsPlace, now: Date): Promise<void> {
  const found = await placeHolder(tx, place, now);
  if (found === null) return;
  const { regionId, id } = found.application;
  const same = and(eq(application.regionId, regionId), eq(application.id, id));
  await tx.select({ id: application.id }).from(application).where(same).for("update");
  // Again behind the lock: an officer may have decided in between.
  const holder = await placeHolder(tx, place, now);
  if (holder?.application.id !== id) return;
  if (!givesWay(holder, await lastBirth(tx, place.childIin))) return;
  const version = holder.application.version + 1;
  await tx.update(application).set({ status: "ON_HOLD", gaveWay: true, version }).where(same);
  const failed = { state: "failed" as const, detail: "parent-applied", updatedAt: now };
  await tx
    .insert(applicationCheck)
    .values({ regionId, applicationId: id, kind: "kinship", attempts: 0, ...failed })
    .onConflictDoUpdate({
      target: [applicationCheck.regionId, applicationCheck.applicationId, applicationCheck.kind],
      set: failed,
    });
  await changeEntry(tx, {
    regionId,
    applicationId: id,
    kind: "held",
    at: now,
    actorRole: "system",
    legalGround: "kinship-unproven",
    data: { because: "parent-applied" },
  });
  await recordDecision(tx, found.application, { at: now });
  const { number } = holder.application;
  // An officer may give the place back, and another parent apply.
  const cause = `gave-way:${id}:${version}`;
  const news = { cause, template: "gave-way" as const, params: { number } };
  // Only this one: the child's other representatives are those whom it gave way to.
  await tellApplicant(tx, holder.application, { ...news, prescribed: true }, now);
}

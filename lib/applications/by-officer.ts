import { isDeepStrictEqual } from "node:util";
import { and, desc, eq, inArray, isNull, ne, notInArray } from "drizzle-orm";
import { transaction, type Tx } from "#db/client.ts";
import { violatedConstraint } from "#db/database-error.ts";
import { application, queueEvent } from "#db/schema/applications.ts";
import { ageLimit, applicationHold, applicationReturn, decision } from "#db/schema/office.ts";
import type { ActionName } from "#lib/access/actions.ts";
import type { Actor, PersonActor } from "#lib/access/actor.ts";
import type { Refusal } from "#lib/access/authorize.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { ownersOfApplication } from "#lib/people/representation.ts";
import { type Failure, fail, ok, type Result } from "#lib/platform/result.ts";
import type { QueueEventKind } from "#lib/queue/ledger.ts";
import { policyFor } from "#lib/regions/views.ts";
import { type Addressed, type ApplicationRow, lockFor, meetingTries } from "./deed.ts";

export type OfficeOrder = Addressed & { readonly requestId: string | null };

/** Facts for the audit of what was done, without personal data; null where it had been done before. */
export type Done = Readonly<Record<string, unknown>> | null;

/**
 * What an officer does to one application, unless it is the officer's own child's: locked and authorized first, audited
 * when it was done, all in one transaction. A deed that fails has written nothing yet.
 */
export async function byOfficer<Code extends string>(
  actor: Actor,
  action: ActionName,
  order: OfficeOrder,
  now: Date,
  deed: (tx: Tx, row: ApplicationRow, officer: PersonActor) => Promise<Result<Done, Code>>,
): Promise<Result<undefined, Refusal | Code>> {
  return await transaction(
    async (tx) => {
      const locked = await lockFor(tx, actor, action, order);
      if (!locked.ok) return locked;
      if (actor.kind !== "person") return fail("signed-out");
      const row = locked.value;
      // An officer has children too; about them another one decides.
      const family = await ownersOfApplication(tx, row.regionId, row.id);
      if (family.includes(actor.personId)) return fail("not-yours");
      const done = await deed(tx, row, actor);
      if (!done.ok) return done;
      if (done.value === null) return ok();
      await recordAudit(tx, {
        actor,
        action,
        role: roleIn(actor, row.regionId),
        regionId: row.regionId,
        subject: { kind: "application", id: row.id },
        concernsId: row.childId,
        detail: { number: row.number, from: row.status, ...done.value },
        requestId: order.requestId,
        at: now,
      });
      return ok();
    },
    { tries: meetingTries },
  );
}

/**
 * The same for a deed that gives a place back: the family may have registered the child anew between the look and the
 * write.
 */
export async function givingBack<T>(
  deed: () => Promise<T>,
): Promise<T | Failure<"child-stands-elsewhere">> {
  try {
    return await deed();
  } catch (error) {
    if (violatedConstraint(error) !== "application_one_per_child") throw error;
    return fail("child-stands-elsewhere");
  }
}

/** The role in which staff act in a region. */
export function roleIn({ roles }: PersonActor, regionId: number): string {
  return roles.find((grant) => grant.regionId === regionId)?.role ?? "officer";
}

/**
 * Whether this very decision, by the same officer and with the same words, is the last thing that happened: a button
 * pressed twice. Another date or reason is another decision, and must not be told as done.
 * @param told.facts what of the event's data must be the same, as the ledger has it
 */
export async function isRepeated(
  tx: Tx,
  row: ApplicationRow,
  told: {
    readonly kind: QueueEventKind;
    readonly legalGround: string;
    readonly by: string;
    readonly note: string | null;
    readonly facts: Readonly<Record<string, unknown>>;
  },
): Promise<boolean> {
  const [last] = await tx
    .select({
      kind: queueEvent.kind,
      ground: queueEvent.legalGround,
      data: queueEvent.data,
      by: decision.decidedBy,
      note: decision.note,
    })
    .from(queueEvent)
    .leftJoin(
      decision,
      and(eq(decision.regionId, queueEvent.regionId), eq(decision.eventSeq, queueEvent.seq)),
    )
    .where(and(eq(queueEvent.regionId, row.regionId), eq(queueEvent.applicationId, row.id)))
    .orderBy(desc(queueEvent.seq))
    .limit(1);
  if (last?.kind !== told.kind || last.ground !== told.legalGround) return false;
  if (last.by !== told.by || last.note !== told.note) return false;
  const { data } = last;
  return Object.entries(told.facts).every(([name, fact]) => isDeepStrictEqual(data[name], fact));
}

/** Whether the child has another living application that takes the place this one would come back to. */
export async function standsElsewhere(tx: Tx, row: ApplicationRow, now: Date): Promise<boolean> {
  const { regionId, queueType, childId } = row;
  const { parameters } = await policyFor({ regionId, queueType, at: now }, tx);
  const others = await tx
    .select({ id: application.id })
    .from(application)
    .where(
      and(
        eq(application.regionId, regionId),
        eq(application.childId, childId),
        ne(application.id, row.id),
        eq(application.gaveWay, false),
        notInArray(application.status, ["WITHDRAWN", "REMOVED", "REFUSED", "ENROLLED"]),
        ...(parameters.severalQueueTypes ? [eq(application.queueType, queueType)] : []),
      ),
    );
  return others.length > 0;
}

/** Closes what waited for something else: holds and returns. */
export async function endPending(tx: Tx, row: ApplicationRow, now: Date): Promise<void> {
  const { regionId, id } = row;
  await tx
    .update(applicationHold)
    .set({ releasedAt: now })
    .where(
      and(
        eq(applicationHold.regionId, regionId),
        eq(applicationHold.applicationId, id),
        isNull(applicationHold.releasedAt),
      ),
    );
  await tx
    .update(applicationReturn)
    .set({ state: "ended" })
    .where(
      and(
        eq(applicationReturn.regionId, regionId),
        eq(applicationReturn.applicationId, id),
        inArray(applicationReturn.state, ["open", "missed"]),
      ),
    );
}

/**
 * Closes also the end by age that a family was told: of an application that leaves the queue. One that stays keeps it,
 * for what was told is not moved.
 */
export async function endAll(tx: Tx, row: ApplicationRow, now: Date): Promise<void> {
  await endPending(tx, row, now);
  const { regionId, id } = row;
  await tx
    .delete(ageLimit)
    .where(and(eq(ageLimit.regionId, regionId), eq(ageLimit.applicationId, id)));
}

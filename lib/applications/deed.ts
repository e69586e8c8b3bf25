import { and, eq } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { application } from "#db/schema/applications.ts";
import type { ActionName } from "#lib/access/actions.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize, type Refusal } from "#lib/access/authorize.ts";
import { ownersOfApplication } from "#lib/people/representation.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import { changeEntry, type EntryEvent } from "#lib/queue/commands.ts";
import { isDecision, recordDecision } from "./decision.ts";
import { afterEvent, type ApplicationEvent, isStatus } from "./status.ts";

export type ApplicationRow = typeof application.$inferSelect;

export type Addressed = { readonly regionId: number; readonly number: string };

/**
 * How often a deed is begun when it meets another one: with its own row in hand it asks for those of the child's twins,
 * and their deeds ask for this one.
 */
export const meetingTries = 3;

/**
 * The application with this number in this region, locked until the transaction ends, for whoever may do `action` to it:
 * its owners, or staff of its region. What is not there and what is not yours are told alike.
 */
export async function lockFor(
  tx: Tx,
  actor: Actor,
  action: ActionName,
  { regionId, number }: Addressed,
): Promise<Result<ApplicationRow, Refusal>> {
  const [row] = await tx
    .select()
    .from(application)
    .where(and(eq(application.regionId, regionId), eq(application.number, number)))
    .for("update");
  const ownerIds = row === undefined ? [] : await ownersOfApplication(tx, regionId, row.id);
  const allowed = authorize(actor, action, { regionId, ownerIds });
  if (!allowed.ok) return allowed;
  return row === undefined ? fail("not-yours") : ok(row);
}

/** The same by id, for jobs; null where there is none. */
export async function lockApplication(
  tx: Tx,
  { regionId, applicationId }: { readonly regionId: number; readonly applicationId: string },
): Promise<ApplicationRow | null> {
  const [row] = await tx
    .select()
    .from(application)
    .where(and(eq(application.regionId, regionId), eq(application.id, applicationId)))
    .for("update");
  return row ?? null;
}

export type Step = Omit<EntryEvent, "regionId" | "applicationId"> & {
  /** Of the table of the application's life; absent where its status stays. */
  readonly event?: ApplicationEvent;
  /** Of a decision against the family: the officer who made it, who may not answer the objection to it. */
  readonly decidedBy?: string | null;
  /** The officer's own words to the family, kept with the decision and not in the ledger. */
  readonly note?: string | null;
};

/**
 * One step in the life of an application that the caller has locked: its status by the table of `status.ts`, its entry
 * and the ledger by the queue's door; with a decision against the family, until when it may object. Nothing is written
 * when the table has no such step.
 */
export async function takeStep(
  tx: Tx,
  row: Pick<ApplicationRow, "regionId" | "id" | "queueType" | "status" | "version">,
  { event, decidedBy = null, note = null, ...told }: Step,
): Promise<Result<undefined, "out-of-turn">> {
  const { regionId, id } = row;
  if (!isStatus(row.status)) throw new Error(`unknown status ${row.status}`);
  const status = event === undefined ? ok(row.status) : afterEvent(row.status, event);
  if (!status.ok) return status;
  await tx
    .update(application)
    .set({ status: status.value, version: row.version + 1 })
    .where(and(eq(application.regionId, regionId), eq(application.id, id)));
  await changeEntry(tx, { ...told, regionId, applicationId: id });
  if (isDecision(told.kind)) await recordDecision(tx, row, { at: told.at, decidedBy, note });
  return ok();
}

import { and, desc, eq } from "drizzle-orm";
import type { Queryable, Tx } from "#db/client.ts";
import { queueEvent } from "#db/schema/applications.ts";
import { decision } from "#db/schema/office.ts";
import { deadlineAfterMonths } from "#lib/calendar/deadlines.ts";
import { calendarInForce } from "#lib/calendar/in-force.ts";
import type { QueueEventKind } from "#lib/queue/ledger.ts";
import { policyFor } from "#lib/regions/views.ts";

/** Events that decide against a family: each may be objected to, once. */
export const decisionKinds = [
  "refused",
  "removed",
  "held",
  "privilege-refused",
  "returned-for-correction",
] as const satisfies readonly QueueEventKind[];
export type DecisionKind = (typeof decisionKinds)[number];

export function isDecision(kind: string): kind is DecisionKind {
  return (decisionKinds as readonly string[]).includes(kind);
}

type Where = { readonly regionId: number; readonly id: string; readonly queueType: string };

/**
 * Until when a family may object to what was decided at `at`: stored with the decision, computed once.
 * Administrative Procedure Code, article 92.
 */
export async function appealDeadline(
  { regionId, queueType }: Pick<Where, "regionId" | "queueType">,
  at: Date,
  from?: Queryable,
): Promise<Date> {
  const { parameters } = await policyFor({ regionId, queueType, at }, from);
  return deadlineAfterMonths(at, parameters.appealMonths, calendarInForce());
}

/** Keeps with the last event of an application, which the caller has just written, who decided and until when one may object. */
export async function recordDecision(
  tx: Tx,
  row: Where,
  told: {
    readonly at: Date;
    readonly decidedBy?: string | null;
    readonly note?: string | null;
  },
): Promise<void> {
  const [last] = await tx
    .select({ seq: queueEvent.seq })
    .from(queueEvent)
    .where(and(eq(queueEvent.regionId, row.regionId), eq(queueEvent.applicationId, row.id)))
    .orderBy(desc(queueEvent.seq))
    .limit(1);
  if (last === undefined) throw new Error("a decision without its event");
  await tx
    .insert(decision)
    .values({
      regionId: row.regionId,
      eventSeq: last.seq,
      applicationId: row.id,
      decidedBy: told.decidedBy ?? null,
      appealUntil: await appealDeadline(row, told.at, tx),
      note: told.note ?? null,
    })
    .onConflictDoNothing();
}

/** Until when one may object to the last decision about an application; for the letter that tells of it. */
export async function appealUntilOf(tx: Tx, row: Pick<Where, "regionId" | "id">): Promise<Date> {
  const [last] = await tx
    .select({ until: decision.appealUntil })
    .from(decision)
    .where(and(eq(decision.regionId, row.regionId), eq(decision.applicationId, row.id)))
    .orderBy(desc(decision.eventSeq))
    .limit(1);
  if (last === undefined) throw new Error("there is no decision to object to");
  return last.until;
}

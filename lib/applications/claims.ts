import { and, asc, eq, gt, sql } from "drizzle-orm";
import type { Queryable, Tx } from "#db/client.ts";
import { privilegeClaim, queueEvent } from "#db/schema/applications.ts";
import { newId } from "#lib/platform/ids.ts";
import type { ApplicationRow } from "./deed.ts";
import { claimableFrom, claimWindowMs } from "./privilege-limit.ts";
import { isStatus } from "./status.ts";

type Which = Pick<ApplicationRow, "regionId" | "id">;
export type ClaimRow = typeof privilegeClaim.$inferSelect;

/** The claims of an application, the oldest first. A command has locked the application before. */
export async function claimsOf(from: Queryable, { regionId, id }: Which): Promise<ClaimRow[]> {
  return await from
    .select()
    .from(privilegeClaim)
    .where(and(eq(privilegeClaim.regionId, regionId), eq(privilegeClaim.applicationId, id)))
    .orderBy(asc(privilegeClaim.createdAt), asc(privilegeClaim.category));
}

/**
 * From when a ground can be claimed once more, by what the ledger tells of its claims; null where it can be at `now`. A
 * button pressed twice made one claim, so it counts once.
 */
export async function claimableAgain(
  from: Queryable,
  { regionId, id }: Which,
  category: string,
  now: Date,
): Promise<Date | null> {
  const claimed = await from
    .select({ at: queueEvent.at })
    .from(queueEvent)
    .where(
      and(
        eq(queueEvent.regionId, regionId),
        eq(queueEvent.applicationId, id),
        eq(queueEvent.kind, "privilege-claimed"),
        // A minute more: the limit ends at a full one.
        gt(queueEvent.at, new Date(now.getTime() - claimWindowMs - 60_000)),
        eq(sql`${queueEvent.data} ->> 'category'`, category),
      ),
    );
  const times = claimed.map(({ at }) => at);
  return claimableFrom(times, now);
}

/** An application's status as the table of its life names it. */
export function holderOf(row: Pick<ApplicationRow, "status">, claims: readonly ClaimRow[]) {
  if (!isStatus(row.status)) throw new Error(`unknown status ${row.status}`);
  return { status: row.status, claims };
}

/** Writes a claim; one of the same ground that was refused, given up or has expired begins anew. @returns its id */
export async function writeClaim(
  tx: Tx,
  { regionId, id }: Which,
  category: string,
  at: Date,
): Promise<string> {
  const fresh = {
    status: "claimed" as const,
    createdAt: at,
    decidedAt: null,
    reason: null,
    expiresAt: null,
  };
  const [row] = await tx
    .insert(privilegeClaim)
    .values({ regionId, id: newId(), applicationId: id, category, ...fresh })
    .onConflictDoUpdate({
      target: [privilegeClaim.regionId, privilegeClaim.applicationId, privilegeClaim.category],
      set: fresh,
    })
    .returning({ id: privilegeClaim.id });
  if (row === undefined) throw new Error("the claim was not written");
  return row.id;
}

/** Ends a claim: given up by the family, or its paper's term is over. */
export async function endClaim(
  tx: Tx,
  claim: Pick<ClaimRow, "regionId" | "id">,
  status: "withdrawn" | "expired",
  at: Date,
): Promise<void> {
  await tx
    .update(privilegeClaim)
    .set({ status, decidedAt: at })
    .where(and(eq(privilegeClaim.regionId, claim.regionId), eq(privilegeClaim.id, claim.id)));
}

import { and, asc, eq } from "drizzle-orm";
import type { Queryable, Tx } from "#db/client.ts";
import { privilegeClaim } from "#db/schema/applications.ts";
import { newId } from "#lib/platform/ids.ts";
import type { ApplicationRow } from "./deed.ts";
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

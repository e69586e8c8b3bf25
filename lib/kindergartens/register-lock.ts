import { and, eq } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { kindergarten, kindergartenChange, kindergartenGroup } from "#db/schema/kindergartens.ts";
import { region } from "#db/schema/regions.ts";
import { districtsOf } from "#lib/regions/views.ts";
import type { GroupRow, KindergartenRow } from "./write.ts";

/**
 * Keeps everybody else from writing the region's register until the transaction ends: it is changed a few times a day,
 * and names in addresses are given out one after another. Reading and what refers to the region go on.
 * @returns whether there is such a region
 */
export async function lockRegister(tx: Tx, regionId: number): Promise<boolean> {
  const [row] = await tx
    .select({ id: region.id })
    .from(region)
    .where(eq(region.id, regionId))
    .for("no key update");
  return row !== undefined;
}

export type Register = {
  readonly districts: readonly string[];
  readonly kindergartens: readonly KindergartenRow[];
  readonly groups: readonly GroupRow[];
};

/** The whole register of a region, closed ones included, as a transaction sees it that has locked it. */
export async function readRegister(tx: Tx, regionId: number): Promise<Register> {
  const districts = (await districtsOf(regionId, tx)).map(({ kato }) => kato);
  const kindergartens = await tx
    .select()
    .from(kindergarten)
    .where(eq(kindergarten.regionId, regionId));
  const groups = await tx
    .select()
    .from(kindergartenGroup)
    .where(eq(kindergartenGroup.regionId, regionId));
  return { districts, kindergartens, groups };
}

/** What a form with this key has done before, or null. */
export async function doneBefore(
  tx: Tx,
  regionId: number,
  key: string,
): Promise<{ readonly kindergartenId: string; readonly groupId: string | null } | null> {
  const [row] = await tx
    .select({
      kindergartenId: kindergartenChange.kindergartenId,
      groupId: kindergartenChange.groupId,
    })
    .from(kindergartenChange)
    .where(
      and(eq(kindergartenChange.regionId, regionId), eq(kindergartenChange.idempotencyKey, key)),
    );
  return row ?? null;
}

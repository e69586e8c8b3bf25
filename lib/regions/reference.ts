import { eq, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { policy, region, regionDistrict, territory, type Names } from "#db/schema/regions.ts";
import { defaultPolicies } from "./default-policies.ts";
import { policyPatch, policySource } from "./policy.ts";
import { territories, territoriesWithin } from "./territories.ts";

/**
 * Brings the map and the default rules of this version into the database; what a deployer added stays. Run after
 * every migration; running it twice changes nothing.
 */
export async function writeReference(tx: Tx): Promise<void> {
  await writeMap(tx);
  await writePolicies(tx);
}

async function writeMap(tx: Tx): Promise<void> {
  await tx
    .insert(territory)
    .values(territories.map((each) => ({ ...each })))
    .onConflictDoUpdate({
      target: territory.kato,
      set: {
        parentKato: sql`excluded.parent_kato`,
        kind: sql`excluded.kind`,
        names: sql`excluded.names`,
      },
    });
}

async function writePolicies(tx: Tx): Promise<void> {
  const regions = await tx.select({ id: region.id, slug: region.slug }).from(region);
  const idOf = new Map(regions.map((each) => [each.slug, each.id]));
  for (const rule of defaultPolicies) {
    const regionId = rule.region === null ? null : idOf.get(rule.region);
    if (regionId === undefined) continue; // the region has not joined this installation
    const values = {
      code: rule.code,
      regionId,
      queueType: rule.queueType,
      validFrom: rule.validFrom,
      validTo: rule.validTo,
      parameters: policyPatch.parse(rule.parameters),
      source: policySource.parse(rule.source),
    };
    await tx.insert(policy).values(values).onConflictDoUpdate({ target: policy.code, set: values });
  }
}

export type NewPortal = {
  readonly slug: string;
  readonly kato: string;
  readonly names: Names;
  readonly supportPhone: string;
  readonly officeAddress: Names;
  readonly officeHours: Names;
  readonly bin: string | null;
  readonly hasDistricts: boolean;
};

/** Opens a portal; one that is open under this name is left as it is. Returns its number. */
export async function openPortal(tx: Tx, portal: NewPortal, at: Date): Promise<number> {
  await tx
    .insert(region)
    .values({ ...portal, openedAt: at })
    .onConflictDoNothing({ target: region.slug });
  const [row] = await tx.select({ id: region.id }).from(region).where(eq(region.slug, portal.slug));
  if (!row) throw new Error("portal vanished between insert and select");
  await writeReference(tx);
  if (portal.hasDistricts) {
    const districts = territoriesWithin(portal.kato).map((each) => ({
      regionId: row.id,
      kato: each.kato,
    }));
    if (districts.length > 0) {
      await tx.insert(regionDistrict).values(districts).onConflictDoNothing();
    }
  }
  return row.id;
}

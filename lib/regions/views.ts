import { asc, eq } from "drizzle-orm";
import { db, type Queryable } from "#db/client.ts";
import { policy, region, regionDistrict, territory, type Names } from "#db/schema/regions.ts";
import { localDateOf } from "#lib/calendar/local-date.ts";
import { policyAt, policyPatch, policySource, type Policy, type PolicyInForce } from "./policy.ts";

/** One portal of the installation, as every page of it needs it. */
export type Portal = {
  readonly id: number;
  readonly slug: string;
  readonly kato: string;
  readonly names: Names;
  /** E.164. */
  readonly supportPhone: string;
  readonly officeAddress: Names;
  readonly officeHours: Names;
  readonly hasDistricts: boolean;
};

export type District = { readonly kato: string; readonly names: Names };

/** All portals, by KATO. */
export async function listPortals(from: Queryable = db()): Promise<Portal[]> {
  const rows = await from.select().from(region).orderBy(asc(region.kato));
  return rows.map(portalOfRow);
}

/** The portal under this name in the address, or null. */
export async function portalBySlug(slug: string, from: Queryable = db()): Promise<Portal | null> {
  if (!/^[a-z0-9-]{1,40}$/.test(slug)) return null;
  const [row] = await from.select().from(region).where(eq(region.slug, slug));
  return row ? portalOfRow(row) : null;
}

/** The portal with this number, or null. */
export async function portalById(id: number, from: Queryable = db()): Promise<Portal | null> {
  const [row] = await from.select().from(region).where(eq(region.id, id));
  return row ? portalOfRow(row) : null;
}

/** The districts a portal serves, by KATO; empty where it is one. */
export async function districtsOf(regionId: number, from: Queryable = db()): Promise<District[]> {
  return await from
    .select({ kato: territory.kato, names: territory.names })
    .from(regionDistrict)
    .innerJoin(territory, eq(territory.kato, regionDistrict.kato))
    .where(eq(regionDistrict.regionId, regionId))
    .orderBy(asc(territory.kato));
}

/** Every rule on record. */
export async function listPolicies(from: Queryable = db()): Promise<Policy[]> {
  const rows = await from.select().from(policy);
  return rows.map((row) => ({
    code: row.code,
    regionId: row.regionId,
    queueType: row.queueType,
    validFrom: row.validFrom,
    validTo: row.validTo,
    parameters: policyPatch.parse(row.parameters),
    source: policySource.parse(row.source),
  }));
}

/**
 * The rules in force in a region for a queue type on the day of `at` (UTC+5).
 * @throws when the rules on record leave a parameter open
 */
export async function policyFor(
  question: { readonly regionId: number; readonly queueType: string; readonly at: Date },
  from: Queryable = db(),
): Promise<PolicyInForce> {
  return policyAt(await listPolicies(from), { ...question, at: localDateOf(question.at) });
}

function portalOfRow(row: typeof region.$inferSelect): Portal {
  return {
    id: row.id,
    slug: row.slug,
    kato: row.kato,
    names: row.names,
    supportPhone: row.supportPhone,
    officeAddress: row.officeAddress,
    officeHours: row.officeHours,
    hasDistricts: row.hasDistricts,
  };
}

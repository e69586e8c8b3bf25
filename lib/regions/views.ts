import { asc, eq } from "drizzle-orm";
import { db, type Queryable } from "#db/client.ts";
import { policy, region, regionDistrict, territory, type Names } from "#db/schema/regions.ts";
import { localDateOf } from "#lib/calendar/local-date.ts";
import { env } from "#lib/platform/env.ts";
import { Remembered } from "#lib/platform/remembered.ts";
import { policyAt, storedPatch, policySource, type Policy, type PolicyInForce } from "./policy.ts";

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

// Every page asks for its portal and most for its rules, which change a few times a year and by dates written
// beforehand: a page may be this late in seeing it. Tests change them and look at once.
const lateness = () => (env().APP_ENV === "test" ? 0 : 5_000);
const portals = new Remembered(() => readPortals(db()), lateness);
const policies = new Remembered(() => readPolicies(db()), lateness);

/** All portals, by KATO; up to five seconds old. Who must not be late says where to read `from`: a transaction. */
export async function listPortals(from?: Queryable): Promise<readonly Portal[]> {
  return await (from === undefined ? portals.get() : readPortals(from));
}

async function readPortals(from: Queryable): Promise<readonly Portal[]> {
  const rows = await from.select().from(region).orderBy(asc(region.kato));
  return rows.map(portalOfRow);
}

/** The portal under this name in the address, or null; as fresh as `listPortals`. */
export async function portalBySlug(slug: string, from?: Queryable): Promise<Portal | null> {
  return (await listPortals(from)).find((portal) => portal.slug === slug) ?? null;
}

/** The portal with this number, or null; as fresh as `listPortals`. */
export async function portalById(id: number, from?: Queryable): Promise<Portal | null> {
  return (await listPortals(from)).find((portal) => portal.id === id) ?? null;
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

/** Every rule on record; as fresh as `listPortals`. */
export async function listPolicies(from?: Queryable): Promise<readonly Policy[]> {
  return await (from === undefined ? policies.get() : readPolicies(from));
}

async function readPolicies(from: Queryable): Promise<readonly Policy[]> {
  const rows = await from.select().from(policy);
  return rows.map((row) => ({
    code: row.code,
    regionId: row.regionId,
    queueType: row.queueType,
    validFrom: row.validFrom,
    validTo: row.validTo,
    parameters: storedPatch.parse(row.parameters),
    source: policySource.parse(row.source),
  }));
}

// Laying rules one over another is the same work for every page of the day.
const inForce = new WeakMap<readonly Policy[], Map<string, PolicyInForce>>();

/**
 * The rules in force in a region for a queue type on the day of `at` (UTC+5); as fresh as `listPortals`.
 * @throws when the rules on record leave a parameter open
 */
export async function policyFor(
  question: { readonly regionId: number; readonly queueType: string; readonly at: Date },
  from?: Queryable,
): Promise<PolicyInForce> {
  const rules = await listPolicies(from);
  const at = localDateOf(question.at);
  const known = inForce.get(rules) ?? new Map<string, PolicyInForce>();
  inForce.set(rules, known);
  const key = `${question.regionId} ${question.queueType} ${at}`;
  const found = known.get(key) ?? policyAt(rules, { ...question, at });
  known.set(key, found);
  return found;
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

/** The region's names and BIN, as it presents itself to other systems; an empty BIN while it is not on record. */
export async function organisationOf(
  id: number,
  from: Queryable = db(),
): Promise<{ readonly names: Names; readonly bin: string } | null> {
  const [row] = await from
    .select({ names: region.names, bin: region.bin })
    .from(region)
    .where(eq(region.id, id));
  return row ? { names: row.names, bin: row.bin ?? "" } : null;
}

import { and, eq, isNotNull, sql } from "drizzle-orm";
import type { Queryable } from "#db/client.ts";
import { application } from "#db/schema/applications.ts";
import { legalRepresentation } from "#db/schema/people.ts";

/** The adults who may act for the child, confirmed ones only. */
export async function representativesOf(from: Queryable, childId: string): Promise<string[]> {
  const rows = await from
    .select({ adultId: legalRepresentation.adultId })
    .from(legalRepresentation)
    .where(
      and(eq(legalRepresentation.childId, childId), isNotNull(legalRepresentation.confirmedAt)),
    );
  return rows.map((row) => row.adultId);
}

/** The children for whom the adult may act, confirmed ones only. */
export async function childrenOf(from: Queryable, adultId: string): Promise<string[]> {
  const rows = await from
    .select({ childId: legalRepresentation.childId })
    .from(legalRepresentation)
    .where(
      and(eq(legalRepresentation.adultId, adultId), isNotNull(legalRepresentation.confirmedAt)),
    );
  return rows.map((row) => row.childId);
}

/**
 * The persons to whom an application belongs: who signed it, and the child's confirmed representatives; nobody for one
 * that is not there. A guardian's application is the guardian's alone: a court may have taken the parents' rights, and
 * the register of births does not know (ADR 018).
 */
export async function ownersOfApplication(
  from: Queryable,
  regionId: number,
  applicationId: string,
): Promise<string[]> {
  const [row] = await from
    .select({
      applicantId: application.applicantId,
      byGuardian: application.byGuardian,
      representatives: sql<string[]>`(
        select coalesce(json_agg(${legalRepresentation.adultId}), '[]') from ${legalRepresentation}
        where ${legalRepresentation.childId} = ${application}.child_id
          and ${legalRepresentation.confirmedAt} is not null)`,
    })
    .from(application)
    .where(and(eq(application.regionId, regionId), eq(application.id, applicationId)));
  if (row === undefined) return [];
  const applicant = row.applicantId === null ? [] : [row.applicantId];
  return row.byGuardian ? applicant : [...applicant, ...row.representatives];
}

import { and, desc, eq, sql, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { prepared } from "#db/client.ts";
import { application, applicationCheck, privilegeClaim } from "#db/schema/applications.ts";
import { signatureEvidence } from "#db/schema/eds.ts";
import { legalRepresentation, person } from "#db/schema/people.ts";
import type { ClaimStatus } from "#lib/privileges/rules.ts";
import { standingOf } from "#lib/queue/views.ts";

// What the journal reads, each page by one question: every question waits for the database and costs the web process
// more than the answer does. Nothing here decides who may see it.

export type CheckLine = {
  readonly kind: string;
  readonly state: "pending" | "passed" | "failed";
};
export type ClaimLine = { readonly category: string; readonly status: ClaimStatus };

const applicant = alias(person, "applicant");

// Whether the adult who asks is proven to act for the child. (The column of the outer question by its whole name.)
const proven: SQL<boolean> = sql`exists (
  select 1 from ${legalRepresentation}
  where ${legalRepresentation.childId} = ${application.childId}
    and ${legalRepresentation.adultId} = ${sql.placeholder("personId")}
    and ${legalRepresentation.confirmedAt} is not null)`;

const checks: SQL<CheckLine[]> = sql`(
  select coalesce(
    json_agg(
      json_build_object('kind', ${applicationCheck.kind}, 'state', ${applicationCheck.state})
      order by ${applicationCheck.kind}),
    '[]')
  from ${applicationCheck}
  where ${applicationCheck.regionId} = ${application.regionId}
    and ${applicationCheck.applicationId} = ${application.id})`;

const claims: SQL<ClaimLine[]> = sql`(
  select coalesce(
    json_agg(
      json_build_object('category', ${privilegeClaim.category}, 'status', ${privilegeClaim.status})
      order by ${privilegeClaim.createdAt}, ${privilegeClaim.category}),
    '[]')
  from ${privilegeClaim}
  where ${privilegeClaim.regionId} = ${application.regionId}
    and ${privilegeClaim.applicationId} = ${application.id})`;

const standing = standingOf({ regionId: application.regionId, applicationId: application.id });

const nameColumns = {
  surname: person.surname,
  givenName: person.givenName,
  patronymic: person.patronymic,
};

/** The applications of `personId` in `regionId`, newest first. `signed`: what was signed, unless kinship is proven. */
export const applicationsOf = prepared((from) =>
  from
    .select({
      application: {
        number: application.number,
        queueType: application.queueType,
        status: application.status,
        registeredAt: application.registeredAt,
        interestDueAt: application.interestDueAt,
      },
      child: { id: person.id, ...nameColumns },
      signed: sql<Uint8Array | null>`case when not ${proven} then ${signatureEvidence.content} end`,
      standing,
      checks,
      claims,
    })
    .from(application)
    .innerJoin(person, eq(person.id, application.childId))
    .leftJoin(signatureEvidence, eq(signatureEvidence.id, application.evidenceId))
    .where(
      and(
        eq(application.regionId, sql.placeholder("regionId")),
        eq(application.applicantId, sql.placeholder("personId")),
      ),
    )
    .orderBy(desc(application.registeredAt))
    .prepare("applications_of"),
);

/** The application with this `number` in `regionId`; `proven` is about `personId`, who asks. */
export const applicationByNumber = prepared((from) =>
  from
    .select({
      application,
      child: { ...nameColumns, iin: person.iin, birthDate: person.birthDate },
      applicant: {
        surname: applicant.surname,
        givenName: applicant.givenName,
        patronymic: applicant.patronymic,
        iin: applicant.iin,
      },
      evidence: {
        content: signatureEvidence.content,
        signerName: signatureEvidence.signerName,
        certificateSerial: signatureEvidence.certificateSerial,
        algorithm: signatureEvidence.algorithm,
        receivedAt: signatureEvidence.receivedAt,
        revocation: signatureEvidence.revocation,
      },
      proven,
      standing,
      checks,
      claims,
    })
    .from(application)
    .innerJoin(person, eq(person.id, application.childId))
    .leftJoin(applicant, eq(applicant.id, application.applicantId))
    .leftJoin(signatureEvidence, eq(signatureEvidence.id, application.evidenceId))
    .where(
      and(
        eq(application.regionId, sql.placeholder("regionId")),
        eq(application.number, sql.placeholder("number")),
      ),
    )
    .prepare("application_by_number"),
);

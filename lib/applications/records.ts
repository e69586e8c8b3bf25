import { and, desc, eq, sql, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { prepared } from "#db/client.ts";
import { application, applicationCheck, privilegeClaim } from "#db/schema/applications.ts";
import { signatureEvidence } from "#db/schema/eds.ts";
import { currentWish } from "#db/schema/wishes.ts";
import { contact, legalRepresentation, person } from "#db/schema/people.ts";
import type { PersonName } from "#lib/identity/name.ts";
import type { ClaimStatus } from "#lib/privileges/rules.ts";
import { standingOf } from "#lib/queue/views.ts";
import { twinLines } from "./twin-column.ts";

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

export type Representative = PersonName & { readonly personId: string };

// Everybody who is proven to act for the child.
const representatives: SQL<Representative[]> = sql`(
  select coalesce(
    json_agg(
      json_build_object(
        'personId', adult.id, 'surname', adult.surname, 'givenName', adult.given_name,
        'patronymic', adult.patronymic)
      order by adult.surname, adult.given_name, adult.id),
    '[]')
  from ${legalRepresentation} join ${person} adult on adult.id = ${legalRepresentation.adultId}
  where ${legalRepresentation.childId} = ${application.childId}
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

/** Whether any kindergarten is wished for. */
const wished: SQL<boolean> = sql`exists (
  select 1 from ${currentWish}
  where ${currentWish.regionId} = ${application.regionId}
    and ${currentWish.applicationId} = ${application.id})`;

const standing = standingOf({ regionId: application.regionId, applicationId: application.id });

const nameColumns = {
  surname: person.surname,
  givenName: person.givenName,
  patronymic: person.patronymic,
};

// Each half by an index of its own; an «or» of both would read the whole table.
const own = alias(application, "own_application");
const childs = alias(application, "childs_application");
const visible = sql`(
  select ${own.id} from ${application} ${own}
  where ${own.regionId} = ${sql.placeholder("regionId")}
    and ${own.applicantId} = ${sql.placeholder("personId")}
  union
  select ${childs.id}
  from ${legalRepresentation} link
  join ${application} ${childs} on ${childs.childId} = link.child_id
    and ${childs.regionId} = ${sql.placeholder("regionId")} and not ${childs.byGuardian}
  where link.adult_id = ${sql.placeholder("personId")} and link.confirmed_at is not null)`;

/**
 * The applications of `personId` in `regionId`, newest first: those the person signed, and those of the children for whom
 * the person is proven to act, but for a guardian's. `signed`: what was signed, unless kinship is proven.
 */
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
      mine: sql<boolean>`coalesce(${application.applicantId} = ${sql.placeholder("personId")}, false)`,
      child: { id: person.id, ...nameColumns },
      signed: sql<Uint8Array | null>`case when not ${proven} then ${signatureEvidence.content} end`,
      standing,
      checks,
      claims,
      twins: twinLines,
      wished,
    })
    .from(application)
    .innerJoin(person, eq(person.id, application.childId))
    .leftJoin(signatureEvidence, eq(signatureEvidence.id, application.evidenceId))
    .where(
      and(
        eq(application.regionId, sql.placeholder("regionId")),
        sql`${application.id} in ${visible}`,
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
      // Of the applicant's profile, where one has ever been kept.
      contact: {
        personId: contact.personId,
        email: contact.email,
        phone: contact.phone,
        secondPhone: contact.secondPhone,
      },
      proven,
      representatives,
      standing,
      checks,
      claims,
      twins: twinLines,
      wished,
    })
    .from(application)
    .innerJoin(person, eq(person.id, application.childId))
    .leftJoin(applicant, eq(applicant.id, application.applicantId))
    .leftJoin(contact, eq(contact.personId, application.applicantId))
    .leftJoin(signatureEvidence, eq(signatureEvidence.id, application.evidenceId))
    .where(
      and(
        eq(application.regionId, sql.placeholder("regionId")),
        eq(application.number, sql.placeholder("number")),
      ),
    )
    .prepare("application_by_number"),
);

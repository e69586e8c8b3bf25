import { and, desc, eq } from "drizzle-orm";
import { db } from "#db/client.ts";
import { application, applicationCheck, privilegeClaim } from "#db/schema/applications.ts";
import { issuedDocument } from "#db/schema/documents.ts";
import { signatureEvidence } from "#db/schema/eds.ts";
import { person } from "#db/schema/people.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize, type Refusal } from "#lib/access/authorize.ts";
import type { LocalDate } from "#lib/calendar/local-date.ts";
import {
  attachmentsOfApplication,
  type AttachmentView,
  lostPapersOf,
} from "#lib/documents/attachment-views.ts";
import type { PersonName } from "#lib/identity/name.ts";
import { personsById, representativesOf } from "#lib/people/records.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import { classOfClaims, type ClaimStatus } from "#lib/privileges/rules.ts";
import type { EntryClass } from "#lib/queue/order.ts";
import { historyOf, placeOf, type HistoryLine, type QueuePlace } from "#lib/queue/views.ts";
import { localDateOf } from "#lib/calendar/local-date.ts";
import { districtsOf, policyFor, type District } from "#lib/regions/views.ts";
import { decodeContent, type ApplicationContent } from "./content.ts";
import { isStatus, type ApplicationStatus } from "./status.ts";

export type CheckLine = {
  readonly kind: string;
  readonly state: "pending" | "passed" | "failed";
};
export type ClaimLine = { readonly category: string; readonly status: ClaimStatus };

export type JournalLine = {
  readonly number: string;
  readonly queueType: string;
  readonly status: ApplicationStatus;
  readonly registeredAt: Date;
  /** The last moment to confirm interest. */
  readonly interestDueAt: Date | null;
  readonly childId: string;
  readonly childName: PersonName;
  readonly place: QueuePlace | null;
  readonly checks: readonly CheckLine[];
  readonly claims: readonly ClaimLine[];
};

/** The actor's applications in one region, newest first. */
export async function myApplications(
  actor: Actor,
  regionId: number,
  now: Date,
): Promise<Result<JournalLine[], Refusal>> {
  if (actor.kind !== "person") return fail("signed-out");
  const allowed = authorize(actor, "application.list", { ownerIds: [actor.personId] });
  if (!allowed.ok) return allowed;
  const rows = await db()
    .select({ application, child: person, content: signatureEvidence.content })
    .from(application)
    .innerJoin(person, eq(person.id, application.childId))
    .leftJoin(signatureEvidence, eq(signatureEvidence.id, application.evidenceId))
    .where(and(eq(application.regionId, regionId), eq(application.applicantId, actor.personId)))
    .orderBy(desc(application.registeredAt));
  const lines: JournalLine[] = [];
  for (const row of rows) {
    const { id, queueType, number, registeredAt, interestDueAt, status } = row.application;
    lines.push({
      number,
      queueType,
      status: statusOf(status),
      registeredAt,
      interestDueAt,
      childId: row.child.id,
      childName: await nameFor(actor.personId, row.child, row.content),
      place: await placeIn(regionId, id, queueType, now),
      checks: await checksOf(regionId, id),
      claims: await claimsOf(regionId, id),
    });
  }
  return ok(lines);
}

export type IssuedView = {
  readonly id: string;
  readonly kind: string;
  readonly issuedAt: Date;
  readonly token: string;
};

export type ApplicationView = {
  readonly regionId: number;
  readonly id: string;
  readonly number: string;
  readonly entryCode: string;
  readonly queueType: string;
  readonly status: ApplicationStatus;
  readonly channel: string;
  readonly registeredAt: Date;
  readonly interestDueAt: Date | null;
  readonly district: District | null;
  readonly applicant: PersonName & { readonly iin: string };
  readonly child: PersonName & { readonly iin: string; readonly birthDate: LocalDate | null };
  readonly contacts: {
    readonly email: string | null;
    readonly phone: string | null;
    readonly secondPhone: string | null;
  };
  readonly nonResident: boolean;
  readonly byGuardian: boolean;
  readonly claims: readonly ClaimLine[];
  readonly entryClass: EntryClass;
  readonly checks: readonly CheckLine[];
  readonly place: QueuePlace | null;
  readonly history: readonly HistoryLine[];
  readonly attachments: readonly AttachmentView[];
  /** Papers of which the portal had to throw a file out and that have not come again. */
  readonly lostPapers: readonly string[];
  readonly issued: readonly IssuedView[];
  /** How it was signed; null for a paper application. */
  readonly signature: {
    readonly name: string;
    readonly serial: string;
    readonly algorithm: string;
    readonly at: Date;
    readonly revocationKnown: boolean;
  } | null;
};

/** One application by its number; a stranger's and another region's are «not there». */
export async function applicationView(
  actor: Actor,
  where: { readonly regionId: number; readonly number: string },
  now: Date,
): Promise<Result<ApplicationView, Refusal>> {
  const { regionId } = where;
  const [row] = await db()
    .select({ application, evidence: signatureEvidence })
    .from(application)
    .leftJoin(signatureEvidence, eq(signatureEvidence.id, application.evidenceId))
    .where(and(eq(application.regionId, regionId), eq(application.number, where.number)));
  const ownerIds = row?.application.applicantId ? [row.application.applicantId] : [];
  const allowed = authorize(actor, "application.read", { regionId, ownerIds });
  if (!allowed.ok) return allowed;
  if (!row || actor.kind !== "person") return fail("not-yours");
  const own = row.application;
  const entry = { regionId, applicationId: own.id };
  const people = await personsById(db(), [own.childId, actor.personId]);
  const child = people.get(own.childId);
  const applicant = people.get(actor.personId);
  if (!child || !applicant) throw new Error("an application without its people");
  const [claims, checks, place, history, attachments, lostPapers, issued, districts] =
    await Promise.all([
      claimsOf(regionId, own.id),
      checksOf(regionId, own.id),
      placeIn(regionId, own.id, own.queueType, now),
      historyOf(db(), entry),
      attachmentsOfApplication(actor, regionId, own.id),
      lostPapersOf(db(), regionId, own.id),
      issuedOf(regionId, own.id),
      districtsOf(regionId),
    ]);
  const content = row.evidence?.content ?? null;
  return ok({
    regionId,
    id: own.id,
    number: own.number,
    entryCode: own.entryCode,
    queueType: own.queueType,
    status: statusOf(own.status),
    channel: own.channel,
    registeredAt: own.registeredAt,
    interestDueAt: own.interestDueAt,
    district: districts.find((each) => each.kato === own.districtKato) ?? null,
    applicant: { ...nameOf(applicant), iin: applicant.iin },
    child: {
      ...(await nameFor(actor.personId, child, content)),
      iin: child.iin,
      birthDate: content ? readContent(content).child.birthDate : child.birthDate,
    },
    contacts: { email: own.email, phone: own.phone, secondPhone: own.secondPhone },
    nonResident: own.nonResident,
    byGuardian: own.byGuardian,
    claims,
    entryClass: place?.class ?? classOfClaims(claims, localDateOf(own.registeredAt)),
    checks,
    place,
    history,
    attachments: attachments.ok ? attachments.value : [],
    lostPapers,
    issued,
    signature: row.evidence
      ? {
          name: row.evidence.signerName,
          serial: row.evidence.certificateSerial,
          algorithm: row.evidence.algorithm,
          at: row.evidence.receivedAt,
          revocationKnown: row.evidence.revocation === "good",
        }
      : null,
  });
}

async function placeIn(regionId: number, applicationId: string, queueType: string, now: Date) {
  const { parameters } = await policyFor({ regionId, queueType, at: now });
  return await placeOf(db(), { regionId, applicationId }, parameters.priorityRatio);
}

async function claimsOf(regionId: number, applicationId: string) {
  return await db()
    .select({ category: privilegeClaim.category, status: privilegeClaim.status })
    .from(privilegeClaim)
    .where(
      and(eq(privilegeClaim.regionId, regionId), eq(privilegeClaim.applicationId, applicationId)),
    );
}

async function checksOf(regionId: number, applicationId: string) {
  return await db()
    .select({ kind: applicationCheck.kind, state: applicationCheck.state })
    .from(applicationCheck)
    .where(
      and(
        eq(applicationCheck.regionId, regionId),
        eq(applicationCheck.applicationId, applicationId),
      ),
    );
}

async function issuedOf(regionId: number, applicationId: string): Promise<IssuedView[]> {
  return await db()
    .select({
      id: issuedDocument.id,
      kind: issuedDocument.kind,
      issuedAt: issuedDocument.issuedAt,
      token: issuedDocument.token,
    })
    .from(issuedDocument)
    .where(
      and(eq(issuedDocument.regionId, regionId), eq(issuedDocument.applicationId, applicationId)),
    )
    .orderBy(desc(issuedDocument.issuedAt));
}

/**
 * The child's name as this adult may see it: the register's once the kinship is proven, before that what the adult
 * signed, or anyone could learn a child's name by applying for a stranger's.
 */
async function nameFor(
  adultId: string,
  child: PersonName & { readonly id: string },
  content: Uint8Array | null,
): Promise<PersonName> {
  const proven = (await representativesOf(db(), child.id)).includes(adultId);
  if (proven || content === null) return nameOf(child);
  return nameOf(readContent(content).child);
}

function nameOf({ surname, givenName, patronymic }: PersonName): PersonName {
  return { surname, givenName, patronymic };
}

function readContent(bytes: Uint8Array): ApplicationContent {
  return decodeContent(bytes);
}

function statusOf(text: string): ApplicationStatus {
  if (!isStatus(text)) throw new Error(`unknown status ${text}`);
  return text;
}

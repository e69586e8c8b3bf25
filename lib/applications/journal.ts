import { and, desc, eq } from "drizzle-orm";
import { db } from "#db/client.ts";
import { issuedDocument } from "#db/schema/documents.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize, type Refusal } from "#lib/access/authorize.ts";
import type { LocalDate } from "#lib/calendar/local-date.ts";
import {
  attachmentsOfApplication,
  type AttachmentView,
  lostPapersOf,
} from "#lib/documents/attachment-views.ts";
import { maskIin } from "#lib/identity/iin.ts";
import type { PersonName } from "#lib/identity/name.ts";
import { completedBy } from "#lib/people/contact-rules.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import { classOfClaims } from "#lib/privileges/rules.ts";
import type { EntryClass } from "#lib/queue/order.ts";
import { historyOf, placeFrom, type HistoryLine, type QueuePlace } from "#lib/queue/views.ts";
import { localDateOf } from "#lib/calendar/local-date.ts";
import { districtsOf, policyFor, type District } from "#lib/regions/views.ts";
import { decodeContent, type ApplicationContent } from "./content.ts";
import { applicationByNumber, applicationsOf, type CheckLine, type ClaimLine } from "./records.ts";
import { isStatus, type ApplicationStatus } from "./status.ts";
import type { TwinLine } from "./twin-column.ts";
import { areWishesDue, mayChangeWishes } from "./wish-rules.ts";

/** The id that no person has: a visitor's, where a question needs one. */
const nobody = "00000000-0000-0000-0000-000000000000";

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
  readonly twins: readonly TwinLine[];
  /** Places are given by wishes, and none has been given. Twins who stand together are told so once. */
  readonly wishesDue: boolean;
  /** False for one that the child's other representative signed. */
  readonly mine: boolean;
};

/** The applications in one region that the actor signed or that are of the actor's children, newest first. */
export async function myApplications(
  actor: Actor,
  regionId: number,
  now: Date,
): Promise<Result<JournalLine[], Refusal>> {
  if (actor.kind !== "person") return fail("signed-out");
  const allowed = authorize(actor, "application.list", { ownerIds: [actor.personId] });
  if (!allowed.ok) return allowed;
  const rows = await applicationsOf(db()).execute({ regionId, personId: actor.personId });
  const lines: JournalLine[] = [];
  // A list of wishes is for all twins who stand together.
  const asked = new Set<string>();
  for (const { application: own, ...row } of rows) {
    const { queueType, status } = own;
    // Of what is over no rule is asked: a family may have many of those.
    const isLive = row.standing !== null || mayChangeWishes(status);
    const rules = isLive ? (await policyFor({ regionId, queueType, at: now })).parameters : null;
    const wishesDue =
      rules !== null &&
      !asked.has(own.number) &&
      areWishesDue(rules, { status, wished: row.wished });
    for (const { number, together } of row.twins) if (wishesDue && together) asked.add(number);
    lines.push({
      number: own.number,
      queueType: own.queueType,
      status: statusOf(own.status),
      registeredAt: own.registeredAt,
      interestDueAt: own.interestDueAt,
      childId: row.child.id,
      childName: nameFrom(row.child, row.signed),
      place: rules && row.standing && placeFrom(row.standing, rules.priorityRatio),
      checks: row.checks,
      claims: row.claims,
      twins: row.twins,
      wishesDue,
      mine: row.mine,
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
  /** Null while nobody has linked a paper application. The IIN is masked for the other representative. */
  readonly applicant: (PersonName & { readonly iin: string }) | null;
  /** Whether the person who asks signed it; the contacts of whoever else did are not told. */
  readonly mine: boolean;
  /** Who may act on it besides the applicant: the child's confirmed representatives, by name. */
  readonly representatives: readonly PersonName[];
  readonly child: PersonName & { readonly iin: string; readonly birthDate: LocalDate | null };
  /** To which news go: those of the applicant's profile, before it those of the application. */
  readonly contacts: {
    readonly email: string | null;
    readonly phone: string | null;
    readonly secondPhone: string | null;
  };
  readonly nonResident: boolean;
  readonly byGuardian: boolean;
  readonly claims: readonly ClaimLine[];
  /** The applications of the child's twins that are the person's too. */
  readonly twins: readonly TwinLine[];
  /** Places are given by wishes, and none has been given. */
  readonly wishesDue: boolean;
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

/**
 * One application by its number, for who signed it and for the child's other confirmed representative; a stranger's and
 * another region's are «not there».
 */
export async function applicationView(
  actor: Actor,
  where: { readonly regionId: number; readonly number: string },
  now: Date,
): Promise<Result<ApplicationView, Refusal>> {
  const { regionId } = where;
  const personId = actor.kind === "person" ? actor.personId : nobody;
  const [row] = await applicationByNumber(db()).execute({ ...where, personId });
  const { applicantId = null, byGuardian = true } = row?.application ?? {};
  const others = row?.proven === true && !byGuardian ? [personId] : [];
  const ownerIds = applicantId === null ? others : [applicantId, ...others];
  const allowed = authorize(actor, "application.read", { regionId, ownerIds });
  if (!allowed.ok) return allowed;
  if (!row || actor.kind !== "person") return fail("not-yours");
  const { application: own, child, applicant } = row;
  const mine = applicantId === personId;
  const entry = { regionId, applicationId: own.id };
  const [{ parameters }, history, attachments, lostPapers, issued, districts] = await Promise.all([
    policyFor({ regionId, queueType: own.queueType, at: now }),
    historyOf(db(), entry),
    attachmentsOfApplication(actor, regionId, own.id),
    lostPapersOf(db(), regionId, own.id),
    issuedOf(regionId, own.id),
    districtsOf(regionId),
  ]);
  const place = row.standing && placeFrom(row.standing, parameters.priorityRatio);
  const { claims, checks, twins, wished } = row;
  const reach = row.contact?.personId ? completedBy(row.contact, own) : own;
  const { email, phone, secondPhone } = reach;
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
    applicant: applicant && {
      ...nameOf(applicant),
      iin: mine ? applicant.iin : maskIin(applicant.iin),
    },
    mine,
    representatives: byGuardian
      ? []
      : row.representatives.filter((each) => each.personId !== applicantId).map(nameOf),
    child: {
      ...nameFrom(child, row.proven ? null : content),
      iin: child.iin,
      birthDate: content ? readContent(content).child.birthDate : child.birthDate,
    },
    contacts: mine
      ? { email, phone, secondPhone }
      : { email: null, phone: null, secondPhone: null },
    nonResident: own.nonResident,
    byGuardian: own.byGuardian,
    claims,
    twins,
    wishesDue: areWishesDue(parameters, { status: own.status, wished }),
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
 * @param signed the signed text, null once the kinship is proven or where nothing was signed
 */
function nameFrom(child: PersonName, signed: Uint8Array | null): PersonName {
  return nameOf(signed === null ? child : readContent(signed).child);
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

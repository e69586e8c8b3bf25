import type { Tx } from "#db/client.ts";
import { application, applicationCheck } from "#db/schema/applications.ts";
import type { PersonActor } from "#lib/access/actor.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { deadlineAfterMonths } from "#lib/calendar/deadlines.ts";
import { calendarInForce } from "#lib/calendar/in-force.ts";
import { issueNotice } from "#lib/documents/notice.ts";
import { saveEvidence } from "#lib/eds/evidence.ts";
import type { Verification } from "#lib/eds/verify.ts";
import { addJob } from "#lib/jobs/add-job.ts";
import { notify } from "#lib/notifications/notify.ts";
import type { TemplateParams } from "#lib/notifications/templates.ts";
import { personByIin, saveContact, savePerson, saveRepresentation } from "#lib/people/records.ts";
import type { StoredPerson } from "#lib/people/person.ts";
import { newHumanCode, newId } from "#lib/platform/ids.ts";
import { ok, type Result } from "#lib/platform/result.ts";
import { placeOf } from "#lib/queue/views.ts";
import type { PolicyParameters } from "#lib/regions/policy.ts";
import { policyFor, type Portal, portalById } from "#lib/regions/views.ts";
import { closeDraft } from "./close-draft.ts";
import type { ApplicationContent } from "./content.ts";
import { makeWay, mustStandNowhere } from "./give-way.ts";
import { noticeFactsOf } from "./notice-of.ts";
import { takeNumber } from "./number.ts";
import { standInQueue } from "./stand-in-queue.ts";
import { afterEvent, type ApplicationStatus } from "./status.ts";
import { tellRepresentatives } from "./tell-representatives.ts";
import { areWishesDue } from "./wish-rules.ts";

export type Registration = {
  readonly actor: PersonActor;
  readonly regionId: number;
  readonly requestId: string;
  readonly draftId: string;
  readonly content: ApplicationContent;
  readonly contentBytes: Uint8Array;
  readonly received: Uint8Array;
  readonly verification: Verification;
  readonly client: Readonly<Record<string, unknown>>;
  readonly traceId: string | null;
};

type Registered = { readonly applicationId: string; readonly number: string };

/**
 * Writes a registration whole: evidence, application, entry in the queue, event in the ledger, claims, papers, notice,
 * messages, jobs, audit. All or nothing; the caller's transaction decides.
 * @throws a unique violation when the child has a living application already, `ChildStandsElsewhere` when it is one of
 * another kind and the policy allows one queue only
 */
export async function register(
  tx: Tx,
  order: Registration,
  now: Date,
): Promise<Result<Registered, "request-stale">> {
  const { actor, regionId, content } = order;
  const closed = await closeDraft(tx, order, now);
  if (!closed.ok) return closed;
  const portal = await portalById(regionId, tx);
  const status = afterEvent("DRAFT", "register");
  if (!portal || !status.ok) throw new Error("registering where there is no portal");
  const { parameters: policy } = await policyFor(
    { regionId, queueType: content.queueType, at: now },
    tx,
  );

  const applicationId = newId();
  const evidenceId = await saveEvidence(tx, {
    regionId,
    purpose: "application",
    subjectId: order.requestId,
    received: order.received,
    content: order.contentBytes,
    verification: order.verification,
    client: order.client,
    receivedAt: now,
  });
  const child = await rememberPeople(tx, order, now);
  const childsPlace = { regionId, queueType: content.queueType, childIin: content.child.iin };
  if (content.relation === "parent" && !content.checksPending.includes("kinship")) {
    await makeWay(tx, childsPlace, now);
  }
  if (!policy.severalQueueTypes) await mustStandNowhere(tx, childsPlace, now);
  const { number, entryCode } = await keepApplication(
    tx,
    order,
    { applicationId, evidenceId, childId: child.id, status: status.value, policy, portal },
    now,
  );
  const entryClass = await standInQueue(
    tx,
    { regionId, applicationId, content, child, policy },
    now,
  );
  await keepChecks(tx, order, applicationId, now);

  const place = await placeOf(tx, { regionId, applicationId }, policy.priorityRatio);
  if (!place) throw new Error("a registered entry must wait in its queue");
  await issueNotice(tx, {
    regionId,
    applicationId,
    locale: content.language,
    facts: noticeFactsOf({
      portal,
      content,
      number,
      entryCode,
      entryClass,
      place,
      verification: order.verification,
      interestMonths: policy.interestMonths,
      now,
    }),
    issuedAt: now,
  });
  const wishesDue = areWishesDue(policy, { status: status.value, wished: false });
  const facts = { number, n: place.position, code: entryCode };
  await tellOfIt(tx, order, { applicationId, childId: child.id, wishesDue, facts }, now);
  await lookAgain(tx, order.verification, evidenceId);
  await recordAudit(tx, {
    actor,
    action: "application.submit",
    role: "parent",
    regionId,
    subject: { kind: "application", id: applicationId },
    concernsId: child.id,
    requestId: order.traceId,
    detail: { outcome: "registered", evidenceId, number },
    at: now,
  });
  return ok({ applicationId, number });
}

async function keepApplication(
  tx: Tx,
  order: Registration,
  made: {
    readonly applicationId: string;
    readonly evidenceId: string;
    readonly childId: string;
    readonly status: ApplicationStatus;
    readonly policy: PolicyParameters;
    readonly portal: Portal;
  },
  now: Date,
): Promise<{ readonly number: string; readonly entryCode: string }> {
  const { actor, regionId, content } = order;
  const number = await takeNumber(tx, now, made.portal.kato);
  const entryCode = newHumanCode(made.policy.entryCodeLength);
  await tx.insert(application).values({
    regionId,
    id: made.applicationId,
    number,
    entryCode,
    queueType: content.queueType,
    districtKato: content.district?.kato ?? null,
    applicantId: actor.personId,
    childId: made.childId,
    status: made.status,
    channel: "portal",
    locale: content.language,
    email: content.contacts.email,
    phone: content.contacts.phone,
    secondPhone: content.contacts.secondPhone,
    nonResident: content.nonResident,
    byGuardian: content.relation === "guardian",
    draftId: order.draftId,
    evidenceId: made.evidenceId,
    registeredAt: now,
    interestDueAt: deadlineAfterMonths(now, made.policy.interestMonths, calendarInForce()),
    version: 1,
  });
  return { number, entryCode };
}

async function rememberPeople(tx: Tx, order: Registration, now: Date): Promise<StoredPerson> {
  const { actor, content } = order;
  const { contacts, child: signed } = content;
  const known = await personByIin(tx, signed.iin);
  const child = await savePerson(
    tx,
    {
      iin: signed.iin,
      surname: signed.surname,
      givenName: signed.givenName,
      patronymic: signed.patronymic,
      birthDate: signed.birthDate,
      sex: known?.sex ?? null,
      registration: known?.registration ?? null,
    },
    signed.source,
    now,
  );
  await saveContact(tx, actor.personId, { ...contacts, locale: content.language }, now);
  const guardian = content.relation === "guardian";
  await saveRepresentation(
    tx,
    {
      childId: child.id,
      adultId: actor.personId,
      kind: guardian ? "guardian" : "parent",
      source: guardian ? "decision" : "birth-register",
      confirmed: !guardian && !content.checksPending.includes("kinship"),
    },
    now,
  );
  return child;
}

async function keepChecks(
  tx: Tx,
  order: Registration,
  applicationId: string,
  now: Date,
): Promise<void> {
  const { regionId, content } = order;
  if (content.checksPending.length === 0) return;
  await tx.insert(applicationCheck).values(
    content.checksPending.map((kind) => ({
      regionId,
      applicationId,
      kind,
      state: "pending" as const,
      attempts: 0,
      updatedAt: now,
    })),
  );
  await addJob(
    tx,
    "check-registers",
    { regionId, applicationId },
    { key: `registers:${applicationId}` },
  );
}

/** Tells who sent it, and the child's other parents where it is a parent who did. */
async function tellOfIt(
  tx: Tx,
  { actor, regionId, content }: Registration,
  made: {
    readonly applicationId: string;
    readonly childId: string;
    readonly wishesDue: boolean;
    readonly facts: TemplateParams<"registered">;
  },
  now: Date,
): Promise<void> {
  const news = {
    regionId,
    cause: `registered:${made.applicationId}`,
    template: made.wishesDue ? ("registered-choosing" as const) : ("registered" as const),
    params: made.facts,
  };
  const { phone, email } = content.contacts;
  await notify(
    tx,
    { ...news, personId: actor.personId, phone, email, locale: content.language, asked: true },
    now,
  );
  if (content.relation === "parent") {
    const { childId } = made;
    await tellRepresentatives(tx, { ...news, childId, exceptId: actor.personId }, now);
  }
}

/** What the authorities did not say in time is asked again, so that their silence costs no place. */
async function lookAgain(
  tx: Tx,
  { evidence, stamp }: Verification,
  evidenceId: string,
): Promise<void> {
  if (evidence.revocation?.status !== "good") {
    await addJob(tx, "recheck-signature", { evidenceId }, { key: `recheck:${evidenceId}` });
  }
  if (stamp?.status === "silent") {
    await addJob(tx, "timestamp-signature", { evidenceId }, { key: `timestamp:${evidenceId}` });
  }
}

import { and, eq, inArray, isNull } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import {
  application,
  applicationCheck,
  applicationDraft,
  privilegeClaim,
  signingRequest,
} from "#db/schema/applications.ts";
import { attachment } from "#db/schema/documents.ts";
import type { PersonActor } from "#lib/access/actor.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { deadlineAfterMonths } from "#lib/calendar/deadlines.ts";
import { calendarInForce } from "#lib/calendar/in-force.ts";
import { cohortOf, localDateOf } from "#lib/calendar/local-date.ts";
import { issueNotice } from "#lib/documents/notice.ts";
import { saveEvidence } from "#lib/eds/evidence.ts";
import type { Verification } from "#lib/eds/verify.ts";
import { addJob } from "#lib/jobs/add-job.ts";
import { notify } from "#lib/notifications/notify.ts";
import { personByIin, saveContact, savePerson, saveRepresentation } from "#lib/people/records.ts";
import type { StoredPerson } from "#lib/people/person.ts";
import { newHumanCode, newId } from "#lib/platform/ids.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import { classOfClaims } from "#lib/privileges/rules.ts";
import { enterQueue } from "#lib/queue/commands.ts";
import { appendQueueEvent } from "#lib/queue/ledger.ts";
import { placeOf } from "#lib/queue/views.ts";
import type { PolicyParameters } from "#lib/regions/policy.ts";
import { policyFor, portalById } from "#lib/regions/views.ts";
import type { ApplicationContent } from "./content.ts";
import { makeWay, mustStandNowhere } from "./give-way.ts";
import { noticeFactsOf } from "./notice-of.ts";
import { takeNumber } from "./number.ts";
import { afterEvent } from "./status.ts";
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
  const number = await takeNumber(tx, now, portal.kato);
  const entryCode = newHumanCode(policy.entryCodeLength);
  await tx.insert(application).values({
    regionId,
    id: applicationId,
    number,
    entryCode,
    queueType: content.queueType,
    districtKato: content.district?.kato ?? null,
    applicantId: actor.personId,
    childId: child.id,
    status: status.value,
    channel: "portal",
    locale: content.language,
    email: content.contacts.email,
    phone: content.contacts.phone,
    secondPhone: content.contacts.secondPhone,
    nonResident: content.nonResident,
    byGuardian: content.relation === "guardian",
    draftId: order.draftId,
    evidenceId,
    registeredAt: now,
    interestDueAt: deadlineAfterMonths(now, policy.interestMonths, calendarInForce()),
    version: 1,
  });
  const entryClass = await standInQueue(tx, { order, applicationId, child, policy }, now);
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
  const news = {
    regionId,
    cause: `registered:${applicationId}`,
    template: areWishesDue(policy, { status: status.value, wished: false })
      ? ("registered-choosing" as const)
      : ("registered" as const),
    params: { number, n: place.position, code: entryCode },
  };
  const { phone, email } = content.contacts;
  await notify(
    tx,
    { ...news, personId: actor.personId, phone, email, locale: content.language, asked: true },
    now,
  );
  if (content.relation === "parent") {
    await tellRepresentatives(tx, { ...news, childId: child.id, exceptId: actor.personId }, now);
  }
  if (order.verification.evidence.revocation?.status !== "good") {
    await addJob(tx, "recheck-signature", { evidenceId }, { key: `recheck:${evidenceId}` });
  }
  if (order.verification.stamp?.status === "silent") {
    await addJob(tx, "timestamp-signature", { evidenceId }, { key: `timestamp:${evidenceId}` });
  }
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

/** Takes the draft and the request, each once: whoever comes second finds them used. Locks as composing does. */
async function closeDraft(
  tx: Tx,
  order: Registration,
  now: Date,
): Promise<Result<undefined, "request-stale">> {
  const { regionId, draftId } = order;
  const sameDraft = and(eq(applicationDraft.regionId, regionId), eq(applicationDraft.id, draftId));
  const sameRequest = and(
    eq(signingRequest.regionId, regionId),
    eq(signingRequest.id, order.requestId),
  );
  const [draft] = await tx.select().from(applicationDraft).where(sameDraft).for("update");
  const [request] = await tx.select().from(signingRequest).where(sameRequest).for("update");
  const current =
    request?.state === "open" &&
    request.draftVersion === draft?.version &&
    draft.submittedAt === null &&
    draft.discardedAt === null;
  if (!current || !(await papersStand(tx, order))) return fail("request-stale");
  await tx.update(signingRequest).set({ state: "used" }).where(sameRequest);
  await tx.update(applicationDraft).set({ submittedAt: now }).where(sameDraft);
  return ok();
}

/** Whether every file that the signed text names is still there, unchanged. */
async function papersStand(tx: Tx, order: Registration): Promise<boolean> {
  const named = new Map(order.content.attachments.map((each) => [each.id, each.sha256]));
  if (named.size === 0) return true;
  const rows = await tx
    .select({ id: attachment.id, sha256: attachment.sha256 })
    .from(attachment)
    .where(
      and(
        eq(attachment.regionId, order.regionId),
        eq(attachment.draftId, order.draftId),
        inArray(attachment.id, [...named.keys()]),
        eq(attachment.state, "clean"),
        isNull(attachment.removedAt),
      ),
    )
    // The scanner's late verdict comes before this, or finds the application and tells its family.
    .for("update");
  return rows.length === named.size && rows.every((row) => named.get(row.id) === row.sha256);
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

async function standInQueue(
  tx: Tx,
  made: {
    readonly order: Registration;
    readonly applicationId: string;
    readonly child: StoredPerson;
    readonly policy: PolicyParameters;
  },
  now: Date,
) {
  const { order, applicationId, child, policy } = made;
  const { regionId, content } = order;
  const claims = content.privileges.map((category) => ({ category, status: "claimed" as const }));
  const entryClass = classOfClaims(claims, localDateOf(now));
  const birthDate = child.birthDate ?? content.child.birthDate;
  if (birthDate === null) throw new Error("a child without a birth date stands in no cohort");
  const cohort = cohortOf(birthDate, policy.cohortShiftFrom);
  const districtKato = policy.districtsRequired ? (content.district?.kato ?? "") : "";
  await enterQueue(tx, [
    {
      regionId,
      applicationId,
      at: now,
      actorRole: "parent",
      legalGround: "registration",
      entry: {
        queueType: content.queueType,
        districtKato,
        cohort,
        class: entryClass,
        registeredAt: now,
      },
    },
  ]);
  for (const { category, status } of claims) {
    const claimId = newId();
    await tx.insert(privilegeClaim).values({
      regionId,
      id: claimId,
      applicationId,
      category,
      status,
      createdAt: now,
    });
    await appendQueueEvent(tx, {
      regionId,
      applicationId,
      kind: "privilege-claimed",
      at: now,
      actorRole: "parent",
      legalGround: "privilege-claim",
      data: { claimId, category, class: entryClass },
    });
  }
  const files = content.attachments.map((each) => each.id);
  if (files.length > 0) {
    await tx
      .update(attachment)
      .set({ applicationId })
      .where(and(eq(attachment.regionId, regionId), inArray(attachment.id, files)));
  }
  return entryClass;
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

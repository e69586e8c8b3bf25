import { and, asc, eq, inArray, or } from "drizzle-orm";
import type { Queryable } from "#db/client.ts";
import { application, applicationDraft } from "#db/schema/applications.ts";
import { auditEntry } from "#db/schema/audit.ts";
import { inboxItem, message, pushSubscription } from "#db/schema/notifications.ts";
import { legalRepresentation, registryAnswer } from "#db/schema/people.ts";
import { numberSeen } from "#db/schema/queue.ts";
import { session } from "#db/schema/sessions.ts";
import { knownDevice, phoneChange } from "#db/schema/sign-in.ts";
import { emailText, isTemplate, smsText, templateParams } from "#lib/notifications/templates.ts";
import { confirmationsOf, pendingOf } from "#lib/people/contact-changes.ts";
import { contactOf, personsById } from "#lib/people/records.ts";
import { childrenOf } from "#lib/people/representation.ts";
import { listPortals } from "#lib/regions/views.ts";

// What goes into «Скачать мои данные» besides the applications. Never hashes of passwords and codes, secrets of devices,
// or who of the staff it was by name.

/** The person's own row and contacts. */
export async function personalPart(from: Queryable, personId: string) {
  const [persons, contact, confirmed, pending, numbersSeen] = await Promise.all([
    personsById(from, [personId]),
    contactOf(from, personId),
    confirmationsOf(from, personId),
    pendingOf(from, personId),
    numbersSeenBy(from, personId),
  ]);
  return {
    person: withoutId(persons.get(personId)),
    numbersSeen,
    contacts: contact && { ...contact, confirmedAt: confirmed, waitingForCode: pending },
  };
}

/** When the person looked at a number in the queue last, and on the visit before. */
async function numbersSeenBy(from: Queryable, personId: string) {
  return await from
    .select({
      application: application.number,
      previousAt: numberSeen.previousAt,
      previousNumber: numberSeen.previousNumber,
      seenAt: numberSeen.seenAt,
      seenNumber: numberSeen.seenNumber,
    })
    .from(numberSeen)
    .innerJoin(
      application,
      and(
        eq(application.regionId, numberSeen.regionId),
        eq(application.id, numberSeen.applicationId),
      ),
    )
    .where(eq(numberSeen.personId, personId))
    .orderBy(asc(numberSeen.seenAt));
}

/** The children for whom the person is proven to act, and those for whom the person says to act. */
export async function childrenPart(from: Queryable, personId: string) {
  const links = await from
    .select()
    .from(legalRepresentation)
    .where(eq(legalRepresentation.adultId, personId))
    .orderBy(asc(legalRepresentation.createdAt));
  const proven = links.filter((link) => link.confirmedAt !== null).map((link) => link.childId);
  const children = await personsById(from, proven);
  return links.map(({ childId, kind, source, confirmedAt, createdAt }) => ({
    // A register's answer about a child is shown to a proven representative only (ADR 007).
    child: withoutId(children.get(childId)),
    kind,
    source,
    confirmedAt,
    createdAt,
  }));
}

function withoutId<T extends { readonly id: string }>(row: T | undefined): Omit<T, "id"> | null {
  if (row === undefined) return null;
  const { id: _, ...facts } = row;
  return facts;
}

/** Drafts as typed. */
export async function draftsPart(from: Queryable, personId: string) {
  return await from
    .select({
      queueType: applicationDraft.queueType,
      typed: applicationDraft.data,
      createdAt: applicationDraft.createdAt,
      updatedAt: applicationDraft.updatedAt,
      submittedAt: applicationDraft.submittedAt,
      discardedAt: applicationDraft.discardedAt,
    })
    .from(applicationDraft)
    .where(eq(applicationDraft.personId, personId))
    .orderBy(asc(applicationDraft.createdAt));
}

/** What the portal said to the person, in words where they are no secret. */
export async function messagesPart(from: Queryable, personId: string) {
  const rows = await from
    .select()
    .from(message)
    .where(eq(message.personId, personId))
    .orderBy(asc(message.createdAt));
  const items = await from
    .select()
    .from(inboxItem)
    .where(eq(inboxItem.personId, personId))
    .orderBy(asc(inboxItem.createdAt));
  const portals = await listPortals(from);
  const sent = new Set(rows.map((row) => row.cause));
  // What lies in the cabinet only, because it was sent nowhere or nobody knows where any more.
  const kept = items
    .filter((item) => !sent.has(item.cause))
    .map(({ template, createdAt, readAt }) => ({
      template,
      channel: "cabinet" as const,
      createdAt,
      readAt,
    }));
  const said = rows.map((row) => {
    const { template, channel, recipient, locale, state, createdAt, sentAt, deliveredAt } = row;
    const phone = portals.find((portal) => portal.id === row.regionId)?.supportPhone ?? "";
    const about = { locale, at: createdAt, link: "", phone };
    const open = !row.secret && isTemplate(template);
    const readable = open && templateParams[template].safeParse(row.params).success;
    const words = !readable
      ? {}
      : channel === "sms"
        ? { text: smsText(template, row.params, about) }
        : emailText(template, row.params, about);
    return {
      template,
      channel,
      recipient,
      locale,
      state,
      createdAt,
      sentAt,
      deliveredAt,
      ...words,
    };
  });
  return [...said, ...kept].toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
}

/** Sessions, known devices and changes of the phone. */
export async function entrancesPart(from: Queryable, personId: string) {
  const [sessions, devices, changes, browsers] = await Promise.all([
    from
      .select({
        strength: session.strength,
        method: session.method,
        createdAt: session.createdAt,
        lastSeenAt: session.lastSeenAt,
        expiresAt: session.expiresAt,
        revokedAt: session.revokedAt,
        device: session.device,
        address: session.address,
      })
      .from(session)
      .where(eq(session.personId, personId))
      .orderBy(asc(session.createdAt)),
    from
      .select({
        device: knownDevice.device,
        firstSeenAt: knownDevice.firstSeenAt,
        lastSeenAt: knownDevice.lastSeenAt,
      })
      .from(knownDevice)
      .where(eq(knownDevice.personId, personId))
      .orderBy(asc(knownDevice.firstSeenAt)),
    from
      .select({
        phone: phoneChange.phone,
        at: phoneChange.at,
        holdUntil: phoneChange.holdUntil,
        stoppedAt: phoneChange.stoppedAt,
      })
      .from(phoneChange)
      .where(eq(phoneChange.personId, personId))
      .orderBy(asc(phoneChange.at)),
    from
      .select({ device: pushSubscription.device, since: pushSubscription.createdAt })
      .from(pushSubscription)
      .where(eq(pushSubscription.personId, personId))
      .orderBy(asc(pushSubscription.createdAt)),
  ]);
  return { sessions, devices, phoneChanges: changes, notifiedBrowsers: browsers };
}

/** What the person did, and what anybody did or read about the person or the person's children. */
export async function auditPart(from: Queryable, personId: string) {
  const concerned = [personId, ...(await childrenOf(from, personId))];
  const rows = await from
    .select()
    .from(auditEntry)
    .where(or(eq(auditEntry.personId, personId), inArray(auditEntry.concernsId, concerned)))
    .orderBy(asc(auditEntry.id));
  const regions = new Map((await listPortals(from)).map(({ id, slug }) => [id, slug]));
  return rows.map((row) => {
    const mine = row.personId === personId;
    return {
      at: row.at,
      byMe: mine,
      role: row.role,
      action: row.action,
      region: regions.get(row.regionId ?? 0) ?? null,
      aboutMe: row.concernsId === personId,
      // What another person did is told by its name; how it was done is theirs.
      detail: mine ? row.detail : {},
    };
  });
}

/** What the state registers answered about the person and the person's proven children. */
export async function registersPart(from: Queryable, iins: readonly string[]) {
  return await from
    .select({
      registry: registryAnswer.registry,
      about: registryAnswer.subjectIin,
      status: registryAnswer.status,
      answer: registryAnswer.answer,
      askedAt: registryAnswer.askedAt,
    })
    .from(registryAnswer)
    .where(inArray(registryAnswer.subjectIin, [...iins]))
    .orderBy(asc(registryAnswer.askedAt));
}

/** The applications that the person may see, of all regions. */
export async function applicationsPart(from: Queryable, personId: string) {
  const children = await childrenOf(from, personId);
  return await from
    .select({ regionId: application.regionId, id: application.id, number: application.number })
    .from(application)
    .where(
      or(
        eq(application.applicantId, personId),
        children.length === 0
          ? undefined
          : and(inArray(application.childId, children), eq(application.byGuardian, false)),
      ),
    )
    .orderBy(asc(application.registeredAt));
}

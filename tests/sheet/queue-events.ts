import { and, asc, eq, inArray, isNull, lt, sql } from "drizzle-orm";
import { db, transaction } from "#db/client.ts";
import { currentInstant } from "#db/demo-clock.ts";
import { application, queueEntry } from "#db/schema/applications.ts";
import { interestPeriod } from "#db/schema/interest.ts";
import { inboxItem, message } from "#db/schema/notifications.ts";
import { person } from "#db/schema/people.ts";
import { numberSeen } from "#db/schema/queue.ts";
import { queueStatistics } from "#db/schema/reports.ts";
import { addDays, endOfDay, localDateOf } from "#lib/calendar/local-date.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { notify } from "#lib/notifications/notify.ts";
import { sha256Hex } from "#lib/platform/ids.ts";
import { changeEntry, type EntryEvent } from "#lib/queue/commands.ts";
import { numberStory } from "#lib/queue/story.ts";
import { portalBySlug } from "#lib/regions/views.ts";
import { history } from "#tests/unit/reports/past-years.ts";
import { inPortal } from "#tests/support/portal.ts";
import { takeOffForSilence } from "#tests/support/taken-off.ts";

// What happens in the queue, at the desk and on the way of a message while nobody looks: put into the portal's database.

export const aigerim = "870612490009";
export const gulnar = "930408490003";
export const linkToken = "sheetIntrst";
export const ayala = "220720690004";
const twins = ["230316690004", "230316590003"];
const day = 86_400_000;

export async function oral() {
  const portal = await portalBySlug("oral");
  if (portal === null) throw new Error("Oral is not there");
  return portal;
}

/** The applications in Oral of children with these IINs that are not closed, by their numbers. */
async function standing(iins: readonly string[]) {
  const { id } = await oral();
  return await db()
    .select({
      regionId: application.regionId,
      id: application.id,
      number: application.number,
      applicantId: application.applicantId,
    })
    .from(application)
    .innerJoin(person, eq(person.id, application.childId))
    .where(and(eq(application.regionId, id), inArray(person.iin, [...iins])))
    .orderBy(application.number);
}

async function happens(
  entry: { readonly regionId: number; readonly id: string } | undefined,
  daysAgo: number,
  kind: EntryEvent["kind"],
  change: NonNullable<EntryEvent["change"]> = {},
): Promise<void> {
  if (entry === undefined) throw new Error("nobody left in the queue");
  const { regionId, id: applicationId } = entry;
  const at = new Date((await currentInstant()).getTime() - daysAgo * day);
  const by = { actorRole: "officer", legalGround: "register-check" } as const;
  await transaction((tx) => changeEntry(tx, { regionId, applicationId, at, ...by, kind, change }));
}

let told = false;

/**
 * Eight weeks of Oral's queue, once: children ahead of Ayala get places, leave, come back, get rights; one of Gulnar's
 * twins stood aside. Her mother saw her number before all of it.
 * @returns the number of Ayala's application
 */
export const eightWeeks = () =>
  inPortal(async () => {
    const [own] = await standing([ayala]);
    if (!own?.applicantId) throw new Error("the demo has Ayala's application in Oral");
    const { regionId, id: applicationId, number, applicantId: personId } = own;
    if (!told) await tell(own);
    told = true;
    const now = await currentInstant();
    const seenAt = new Date(now.getTime() - 56 * day);
    const before = await numberStory({ regionId, applicationId }, { from: seenAt, to: now });
    await db().delete(numberSeen).where(eq(numberSeen.personId, personId));
    const seen = { seenAt, seenNumber: before?.from.position ?? 0 };
    await db()
      .insert(numberSeen)
      .values({ regionId, applicationId, personId, ...seen });
    return number;
  });

async function tell(own: { readonly regionId: number; readonly id: string }): Promise<void> {
  const [entry] = await db().select().from(queueEntry).where(eq(queueEntry.applicationId, own.id));
  if (!entry) throw new Error("Ayala stands in no queue");
  const others = async (condition: ReturnType<typeof lt>) =>
    await db()
      .select({ regionId: queueEntry.regionId, id: queueEntry.applicationId })
      .from(queueEntry)
      .where(
        and(
          condition,
          eq(queueEntry.regionId, entry.regionId),
          eq(queueEntry.queueType, entry.queueType),
          eq(queueEntry.districtKato, entry.districtKato),
          eq(queueEntry.cohort, entry.cohort),
          eq(queueEntry.class, "ordinary"),
          eq(queueEntry.waiting, true),
        ),
      )
      .orderBy(asc(queueEntry.registeredAt))
      .limit(9);
  const ahead = await others(lt(queueEntry.registeredAt, entry.registeredAt));
  const [behind] = await others(
    sql`${queueEntry.registeredAt} > ${entry.registeredAt.toISOString()}`,
  );
  for (const [n, each] of ahead.slice(0, 5).entries()) {
    await happens(each, 40 - n * 0.01, "referred");
    await happens(each, 36 - n, "enrolled");
  }
  await happens(ahead[5], 26, "withdrawn");
  await happens(ahead[6], 20, "removed");
  await happens(behind, 15, "privilege-confirmed", { class: "extraordinary" });
  await happens(ahead[6], 9, "restored");
  await happens(ahead[7], 4, "referred");
  const [twin] = await standing(twins);
  await happens(twin, 3, "held");
  await happens(twin, 2, "released");
}

/** Puts Gulnar's twins so many days before their last day of confirming; the first one's link is known. */
export const askTwins = (days: number) =>
  inPortal(async () => {
    const rows = await standing(twins);
    const [first] = rows;
    if (first === undefined) throw new Error("the demo has twins in Oral");
    const dueAt = endOfDay(addDays(localDateOf(await currentInstant()), days));
    const ids = rows.map(({ id }) => id);
    await db().delete(interestPeriod).where(inArray(interestPeriod.applicationId, ids));
    await db()
      .update(application)
      .set({ interestDueAt: dueAt })
      .where(inArray(application.id, ids));
    const { regionId, id: applicationId, number } = first;
    const tokenHash = sha256Hex(linkToken);
    await db()
      .insert(interestPeriod)
      .values({ regionId, applicationId, dueAt, tokenHash, remindedDays: 7 });
    return number;
  });

/** As if nobody had answered about the first twin: taken off. */
export const takeTwinOff = () =>
  inPortal(async () => {
    const [twin] = await standing(twins);
    if (twin === undefined) throw new Error("the demo has twins in Oral");
    await takeOffForSilence({ regionId: twin.regionId, applicationId: twin.id });
  });

/** Two years of places, many in one region and few in the other, as the night would have counted them. */
export const pastYears = () =>
  inPortal(async () => {
    const days = { from: "2025-12-01", to: "2026-09-01" };
    const tested = { cases: 180, hits: 153, asked: 600, silent: 132, width: 3, ...days };
    for (const [slug, yearly] of [
      ["oral", 60],
      ["akmola", 6],
    ] as const) {
      const portal = await portalBySlug(slug);
      await db()
        .update(queueStatistics)
        .set({ flows: history(yearly), ...(slug === "oral" && { tested }) })
        .where(eq(queueStatistics.regionId, portal?.id ?? 0));
    }
  });

/** Forgets everything that was said. */
export const emptyInbox = () =>
  inPortal(async () => {
    await db().delete(inboxItem);
    await db().delete(message);
  });

/** Seven messages to Aigerim: arrived and not, unknown, waiting for the morning, nowhere but here, and a code. */
export const fillInbox = (locale: Locale, number: string) =>
  inPortal(async () => {
    const [who] = await db().select().from(person).where(eq(person.iin, aigerim));
    const { id: regionId } = await oral();
    const [row] = await standing([ayala]);
    if (!who || !row) throw new Error("the demo has no Aigerim");
    const now = await currentInstant();
    const ago = (hours: number) => new Date(now.getTime() - hours * 3_600_000);
    const to = { personId: who.id, regionId, phone: "+77770001199", locale };
    const all = { ...to, email: "aigerim.saparova@example.kz" };
    const due = new Date(now.getTime() + 6 * day).toISOString();
    await transaction(async (tx) => {
      const registered = { number, n: 14, code: "7KXR24BD" };
      await notify(
        tx,
        { ...all, template: "registered", params: registered, cause: "sheet:1" },
        ago(900),
      );
      const device = { device: "Chrome · Android" };
      await notify(
        tx,
        { ...all, template: "new-sign-in", params: device, cause: "sheet:2" },
        ago(400),
      );
      const code = { ...to, email: null, template: "code", params: { code: "4711" } } as const;
      await notify(tx, { ...code, cause: "sheet:3" }, ago(200));
      const linked = { ...to, phone: null, email: null, template: "linked", params: {} } as const;
      await notify(tx, { ...linked, cause: "sheet:4" }, ago(90));
      const interest = { number, application: row.id, date: due };
      await notify(
        tx,
        { ...all, template: "interest", params: interest, cause: "sheet:5" },
        ago(30),
      );
      const claimed = { ...all, template: "privilege-claimed", params: { number } } as const;
      await notify(tx, { ...claimed, cause: "sheet:6" }, ago(5));
    });
    const rows = await db().select().from(message).where(isNull(message.sentAt));
    const states: Readonly<Record<string, Partial<(typeof rows)[number]>>> = {
      "sheet:1 sms": { state: "delivered", sentAt: ago(899), deliveredAt: ago(898) },
      "sheet:1 email": { state: "failed", failure: "smtp-550" },
      "sheet:2 sms": { state: "expired" },
      "sheet:6 sms": { state: "queued", notBefore: new Date(now.getTime() + 8 * 3_600_000) },
    };
    for (const each of rows) {
      const sent = { state: "sent" as const, sentAt: ago(3) };
      await db()
        .update(message)
        .set(states[`${each.cause} ${each.channel}`] ?? sent)
        .where(eq(message.id, each.id));
    }
  });

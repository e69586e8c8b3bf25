import { and, eq, isNull, ne } from "drizzle-orm";
import { db, type Queryable } from "#db/client.ts";
import { queueEvent } from "#db/schema/applications.ts";
import { interestPeriod } from "#db/schema/interest.ts";
import { appeal, applicationReturn, decision } from "#db/schema/office.ts";
import type { Actor } from "#lib/access/actor.ts";
import type { Refusal } from "#lib/access/authorize.ts";
import { calendarFile, eventUid } from "#lib/calendar/ics.ts";
import { localDateOf } from "#lib/calendar/local-date.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { formatDate } from "#lib/i18n/formats.ts";
import { translator } from "#lib/i18n/translate.ts";
import { ok, type Result } from "#lib/platform/result.ts";
import type { Addressed, ApplicationRow } from "./deed.ts";
import { isAsked } from "./interest.ts";
import { closedByRegister } from "./office-grounds.ts";
import { readFor } from "./read-for.ts";
import { remedyNow } from "./remedy-now.ts";

/** What a family has time for until an instant: interest confirmed, a correction sent, an objection, the old place back. */
export type DeadlineKind = "interest" | "correction" | "objection" | "restore";
export type FamilyDeadline = { readonly kind: DeadlineKind; readonly at: Date };

/** Days before the last one on which a calendar reminds, each at ten in the morning; 0: on the day itself. */
const reminders: Readonly<Record<DeadlineKind, readonly number[]>> = {
  interest: [7, 1, 0],
  correction: [1, 0],
  objection: [7, 1],
  restore: [7, 1, 0],
};
// Deadlines end at midnight, and nobody is woken for them.
const tillMorningMinutes = 14 * 60;

/**
 * What waits for the family of an application, the soonest first; nothing that is over. A new kind of deadline is added
 * here and is in every calendar file.
 */
export async function deadlinesOf(
  from: Queryable,
  row: Pick<
    ApplicationRow,
    "regionId" | "id" | "status" | "gaveWay" | "interestDueAt" | "queueType"
  >,
  now: Date,
): Promise<FamilyDeadline[]> {
  const { regionId, id, interestDueAt } = row;
  const found: FamilyDeadline[] = [];
  if (interestDueAt !== null && isAsked(row)) found.push({ kind: "interest", at: interestDueAt });
  const returned = await from
    .select({ at: applicationReturn.deadlineAt })
    .from(applicationReturn)
    .where(
      and(
        eq(applicationReturn.regionId, regionId),
        eq(applicationReturn.applicationId, id),
        eq(applicationReturn.state, "open"),
      ),
    );
  for (const { at } of returned) found.push({ kind: "correction", at });
  const contestable = await from
    .select({ at: decision.appealUntil, kind: queueEvent.kind, eventSeq: decision.eventSeq })
    .from(decision)
    .leftJoin(
      appeal,
      and(eq(appeal.regionId, decision.regionId), eq(appeal.eventSeq, decision.eventSeq)),
    )
    .innerJoin(
      queueEvent,
      and(eq(queueEvent.regionId, decision.regionId), eq(queueEvent.seq, decision.eventSeq)),
    )
    .where(
      and(
        eq(decision.regionId, regionId),
        eq(decision.applicationId, id),
        isNull(appeal.id),
        // Told without another word, and so without an invitation.
        ne(queueEvent.legalGround, closedByRegister),
      ),
    );
  for (const { at, kind, eventSeq } of contestable) {
    // Nobody is reminded to object to what was taken back already.
    const isInForce = (await remedyNow(from, row, { kind, eventSeq })) !== "none";
    if (isInForce) found.push({ kind: "objection", at });
  }
  if (row.status === "REMOVED") {
    const removed = await from
      .select({ at: interestPeriod.restoreUntil })
      .from(interestPeriod)
      .where(
        and(
          eq(interestPeriod.regionId, regionId),
          eq(interestPeriod.applicationId, id),
          isNull(interestPeriod.restoredAt),
        ),
      );
    for (const { at } of removed) if (at !== null) found.push({ kind: "restore", at });
  }
  const once = new Map(found.map((each) => [`${each.kind} ${each.at.getTime()}`, each]));
  return [...once.values()]
    .filter(({ at }) => at > now)
    .toSorted((one, two) => one.at.getTime() - two.at.getTime());
}

/**
 * A calendar file of what waits for the family, for its own calendar; null where nothing does. It says no name and no
 * number: calendars are shared with whole families and clouds.
 * @param portal the address of the cabinet, which the events lead to
 */
export async function deadlineFile(
  actor: Actor,
  addressed: Addressed,
  { locale, cabinet }: { readonly locale: Locale; readonly cabinet: string },
  now: Date,
): Promise<Result<string | null, Refusal>> {
  const read = await readFor(db(), actor, "application.read", addressed);
  if (!read.ok) return read;
  const deadlines = await deadlinesOf(db(), read.value, now);
  if (deadlines.length === 0) return ok(null);
  const t = translator(locale);
  const { host } = new URL(cabinet);
  const events = deadlines.map(({ kind, at }) => {
    const summary = t(`deadline.${kind}.summary`);
    const until = t("deadline.until", { date: formatDate(locale, at) });
    return {
      // The next year's deadline is another event, and stands beside this one.
      uid: eventUid(kind, `${read.value.id}-${localDateOf(at)}`, host.replace(/:\d+$/, "")),
      sequence: 0,
      stamp: now,
      start: at,
      end: null,
      summary,
      description: `${until} ${t(`deadline.${kind}.otherwise`)}`,
      url: cabinet,
      cancelled: false,
      alarms: reminders[kind].map((days) => ({
        minutesBefore: days * 24 * 60 + tillMorningMinutes,
        text: summary,
      })),
    };
  });
  return ok(calendarFile({ language: locale, events }));
}

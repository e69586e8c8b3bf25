import { and, eq, gt, inArray, lte } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { application } from "#db/schema/applications.ts";
import { person } from "#db/schema/people.ts";
import { isAsked, lastDueOfReminder, reminderDue } from "#lib/applications/interest.ts";
import { keepPeriod } from "#lib/applications/interest-period.ts";
import { deadlineAfterDays } from "#lib/calendar/deadlines.ts";
import { calendarInForce } from "#lib/calendar/in-force.ts";
import { policyFor } from "#lib/regions/views.ts";

/** The twins of Gülnar, whom no message reaches: she sees in her cabinet that the last days have begun. */
const twins = ["230316690004", "230316590003"];
const daysLeft = 6;

/**
 * Where the demo's families stand with their yearly confirmation: the twins' last days have begun; of the invented crowd
 * whoever is in the window was reminded already, so that the first minute does not fill the outbox.
 */
export async function seedInterest(tx: Tx, now: Date): Promise<void> {
  const found = await tx
    .select({ regionId: application.regionId, id: application.id })
    .from(application)
    .innerJoin(person, eq(person.id, application.childId))
    .where(inArray(person.iin, twins));
  const dueAt = deadlineAfterDays(now, daysLeft, calendarInForce());
  for (const { regionId, id } of found) {
    await tx
      .update(application)
      .set({ interestDueAt: dueAt })
      .where(and(eq(application.regionId, regionId), eq(application.id, id)));
  }
  const soon = await tx
    .select()
    .from(application)
    .where(
      and(
        gt(application.interestDueAt, now),
        lte(application.interestDueAt, lastDueOfReminder(365, now)),
      ),
    );
  const isTwin = new Set(found.map(({ id }) => id));
  for (const row of soon) {
    if (row.interestDueAt === null || isTwin.has(row.id) || !isAsked(row)) continue;
    const { regionId, queueType } = row;
    const { parameters } = await policyFor({ regionId, queueType, at: now }, tx);
    const days = reminderDue(row.interestDueAt, parameters.interestReminderDays, null, now);
    if (days === null) continue;
    const named = { regionId, applicationId: row.id };
    await keepPeriod(tx, named, row.interestDueAt, { remindedDays: days });
  }
}

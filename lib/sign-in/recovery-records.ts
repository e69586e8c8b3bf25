import { and, eq, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Queryable } from "#db/client.ts";
import { application, queueEvent } from "#db/schema/applications.ts";
import { person } from "#db/schema/people.ts";
import { isLiving, isStatus } from "#lib/applications/status.ts";
import { localDateOf } from "#lib/calendar/local-date.ts";
import type { Standing } from "./recovery-truth.ts";

/**
 * Where the child stands with us in this region, by one query: a line «in the queue» for each living application by the
 * year of its registration, «attends» for each enrolment by the year it began, or of the registration where that is all
 * we know.
 */
export async function standingOf(
  from: Queryable,
  regionId: number,
  childIin: string,
): Promise<Standing[]> {
  const applicant = alias(person, "applicant");
  const rows = await from
    .select({
      status: application.status,
      registeredAt: application.registeredAt,
      enrolledAt: sql<Date | null>`(
        select max(${queueEvent.at}) from ${queueEvent}
        where ${queueEvent.regionId} = ${application.regionId}
          and ${queueEvent.applicationId} = ${application.id}
          and ${queueEvent.kind} = 'enrolled')`.mapWith(application.registeredAt),
      applicant: applicant.iin,
    })
    .from(application)
    .innerJoin(person, eq(person.id, application.childId))
    .leftJoin(applicant, eq(applicant.id, application.applicantId))
    .where(and(eq(application.regionId, regionId), eq(person.iin, childIin)));
  return rows.flatMap(({ status, registeredAt, enrolledAt, applicant: iin }): Standing[] => {
    if (!isStatus(status)) return [];
    if (isLiving(status)) return [{ where: "queue", year: yearOf(registeredAt), applicant: iin }];
    if (status !== "ENROLLED") return [];
    return [{ where: "attends", year: yearOf(enrolledAt ?? registeredAt), applicant: iin }];
  });
}

/** The year on the calendars of Kazakhstan at this instant. */
export function yearOf(at: Date): number {
  return Number(localDateOf(at).slice(0, 4));
}

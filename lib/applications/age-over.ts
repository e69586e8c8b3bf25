import { and, asc, eq, gt, inArray, lte, type SQL, sql } from "drizzle-orm";
import { db, type Tx } from "#db/client.ts";
import { application } from "#db/schema/applications.ts";
import { message } from "#db/schema/notifications.ts";
import { ageLimit } from "#db/schema/office.ts";
import { person } from "#db/schema/people.ts";
import {
  addDays,
  addMonths,
  daysBetween,
  endOfDay,
  type LocalDate,
  localDateOf,
} from "#lib/calendar/local-date.ts";
import { inTurn } from "#lib/platform/in-turn.ts";
import { listPortals, policyFor } from "#lib/regions/views.ts";
import { isWatched, watchedStatuses } from "./apply-news.ts";
import type { ApplicationRow } from "./deed.ts";
import { oneByOne, oneByOneOfAll } from "./one-by-one.ts";
import { leaveQueue } from "./remove.ts";
import { tellFamily } from "./tell-family.ts";

/** Days before the end at which a family is told, and the least of them that must pass after the first word. */
export const ageWarnings = [60, 30, 7] as const;
const leastNotice = 7;

/**
 * The last day on which a child may stand in a queue that takes children who have not yet reached an age; the day before
 * the birthday, which for 29 February is 1 March of a common year (`ageInYears`).
 */
export function lastDayByAge(birthDate: LocalDate, limitYears: number): LocalDate {
  const birthday = addMonths(birthDate, limitYears * 12);
  return birthday.slice(8) === birthDate.slice(8) ? addDays(birthday, -1) : birthday;
}

/** The end that is told for the first time today: never less than a week ahead, so that nobody is surprised. */
export function firstToldEnd(lastDay: LocalDate, today: LocalDate): LocalDate {
  const soonest = addDays(today, leastNotice);
  return lastDay < soonest ? soonest : lastDay;
}

/** Which of the warnings is due so many days before the end; null while it is too early for any. */
export function warningDue(daysLeft: number): number | null {
  return ageWarnings.findLast((days) => daysLeft <= days) ?? null;
}

const batch = 500;

/** Warns the families whose child will be past the age of its queue, and stores the end that they are told. */
export async function warnOfAge(now: Date): Promise<void> {
  const regions = await listPortals();
  await inTurn(
    regions.map(
      ({ id }) =>
        () =>
          warnOfAgeIn(id, now),
    ),
  );
}

async function warnOfAgeIn(regionId: number, now: Date): Promise<void> {
  const today = localDateOf(now);
  const types = await db()
    .selectDistinct({ queueType: application.queueType })
    .from(application)
    .where(eq(application.regionId, regionId));
  for (const { queueType } of types) {
    const { parameters } = await policyFor({ regionId, queueType, at: now });
    const months = parameters.ageLimitYears * 12;
    const horizon = addDays(today, ageWarnings[0] + 1);
    const due = (after: string) =>
      db()
        .select({
          regionId: application.regionId,
          applicationId: application.id,
          birthDate: person.birthDate,
        })
        .from(application)
        .innerJoin(person, eq(person.id, application.childId))
        .leftJoin(
          ageLimit,
          and(
            eq(ageLimit.regionId, application.regionId),
            eq(ageLimit.applicationId, application.id),
          ),
        )
        .where(
          and(
            eq(application.regionId, regionId),
            gt(application.id, after),
            eq(application.queueType, queueType),
            inArray(application.status, [...watchedStatuses]),
            sql`${person.birthDate} <= ${addMonths(horizon, -months)}::date`,
            sql`not ${isTold(months, today)}`,
          ),
        )
        .orderBy(asc(application.id))
        .limit(batch);
    await oneByOneOfAll(due, (tx, row, { birthDate }) =>
      birthDate === null
        ? Promise.resolve()
        : warn(tx, row, lastDayByAge(birthDate, parameters.ageLimitYears), now),
    );
  }
}

/**
 * Whether today's warning went already: hundreds of families stand in their last two months, and each has three days
 * on which there is something to say. One that cannot be written to has no message and is looked at each time, and so
 * is one whose end became later.
 */
function isTold(months: number, today: LocalDate): SQL {
  const until = sql`(${ageLimit.dueAt} at time zone 'UTC' + interval '5 hours')::date`;
  const left = sql`${until} - ${today}::date`;
  const near = ageWarnings.map((days) => sql`when ${left} <= ${days}::int then ${days}::int`);
  const cause = sql`'age:' || ${application.id} || ':' || to_char(${until}, 'YYYY-MM-DD') || ':' ||
    case ${sql.join(near.toReversed(), sql` `)} end`;
  return sql`coalesce((
    select true from ${message}
    where ${message.cause} = ${cause}
      and (${person.birthDate} + make_interval(months => ${months}::int))::date - 1 <= ${until}
    limit 1), false)`;
}

async function warn(tx: Tx, row: ApplicationRow, lastDay: LocalDate, now: Date): Promise<void> {
  if (!isWatched(row.status)) return;
  const { regionId, id, number } = row;
  const today = localDateOf(now);
  const same = and(eq(ageLimit.regionId, regionId), eq(ageLimit.applicationId, id));
  const [known] = await tx.select().from(ageLimit).where(same).for("update");
  const told = known === undefined ? null : localDateOf(known.dueAt);
  // What was told is never made earlier; a mended birth date or a new rule can make it later.
  const until = told === null || lastDay > told ? firstToldEnd(lastDay, today) : told;
  const days = warningDue(daysBetween(today, until));
  if (days === null) return;
  if (until !== told) {
    const dueAt = endOfDay(until);
    await tx
      .insert(ageLimit)
      .values({ regionId, applicationId: id, dueAt })
      .onConflictDoUpdate({
        target: [ageLimit.regionId, ageLimit.applicationId],
        set: { dueAt },
      });
  }
  const news = { cause: `age:${id}:${until}:${days}`, template: "age-warning" } as const;
  await tellFamily(tx, row, { ...news, params: { number, until }, prescribed: true }, now);
}

const perMinute = 200;

/** Takes off the children whose told end has come. */
export async function removeByAge(now: Date): Promise<void> {
  const due = await db().select().from(ageLimit).where(lte(ageLimit.dueAt, now)).limit(perMinute);
  await oneByOne(due, async (tx, row, { regionId, applicationId }) => {
    const same = and(eq(ageLimit.regionId, regionId), eq(ageLimit.applicationId, applicationId));
    // Again behind the lock: another worker was first, or the end was put off.
    const [still] = await tx
      .delete(ageLimit)
      .where(and(same, lte(ageLimit.dueAt, now)))
      .returning({ dueAt: ageLimit.dueAt });
    if (still === undefined || !isWatched(row.status)) return;
    const [child] = await tx
      .select({ birthDate: person.birthDate })
      .from(person)
      .where(eq(person.id, row.childId));
    const question = { regionId, queueType: row.queueType, at: now };
    const { parameters } = await policyFor(question, tx);
    const birthDate = child?.birthDate ?? null;
    if (birthDate === null) return;
    // The rule or the birth date was changed since it was told: the child may stay.
    if (lastDayByAge(birthDate, parameters.ageLimitYears) >= localDateOf(now)) return;
    const step = { kind: "removed", event: "remove", actorRole: "system" } as const;
    await leaveQueue(tx, row, { ...step, legalGround: "remove-age", at: now });
  });
}

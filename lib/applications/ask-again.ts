import { and, asc, eq, inArray, lte, sql } from "drizzle-orm";
import { db, type Queryable, transaction, type Tx } from "#db/client.ts";
import { application, applicationCheck } from "#db/schema/applications.ts";
import { registerWatch } from "#db/schema/office.ts";
import { calendarInForce } from "#lib/calendar/in-force.ts";
import { addDays, endOfDay, localDateOf } from "#lib/calendar/local-date.ts";
import { afterQuietHours, quietForSms } from "#lib/calendar/quiet-hours.ts";
import { personsById, savePerson } from "#lib/people/records.ts";
import { log } from "#lib/platform/log.ts";
import { isRegisteredIn } from "#lib/regions/match-region.ts";
import { listPortals, policyFor } from "#lib/regions/views.ts";
import { registries } from "#lib/registries/current.ts";
import type { PersonAnswer } from "#lib/registries/ports.ts";
import { askPerson } from "#lib/registries/recorded.ts";
import { applyNews, isWatched, watchedStatuses } from "./apply-news.ts";
import { consequencesOf } from "./news.ts";
import { type Due, oneByOne } from "./one-by-one.ts";

/** Families asked about in one run, which comes every ten minutes of the day: the registers serve others too. */
const perRun = 200;
const chunk = 20;
const planned = 1_000;
/** So many silences in a row, and the run ends: the register is down. */
const patience = 3;
const hour = 3_600_000;

/**
 * Asks the registers again about waiting families, each every so many days of the policy, and draws the consequences
 * (`news.ts`). Only in the hours in which one may be written to: what they say can be hard. A silent register is asked
 * again in an hour.
 */
export async function askRegistersAgain(now: Date): Promise<void> {
  if (afterQuietHours(now, quietForSms, calendarInForce()) > now) return;
  await planWatches(now);
  let silent = 0;
  for (let asked = 0; asked < perRun && silent < patience; asked += chunk) {
    const due = await claim(now);
    if (due.length === 0) return;
    for (const each of due) {
      const answers = await ask(each, now);
      const isSilent = answers !== null && answers.child.status === "no-answer";
      silent = isSilent ? silent + 1 : 0;
      if (answers !== null) await oneByOne([each], (tx, row) => draw(tx, row, answers, now));
      if (silent >= patience) break;
    }
  }
  if (silent >= patience) log.warn("The register of persons is silent; its news wait", {});
}

// Literally as the index has it, for the planner compares texts.
const isUnwatched = sql`${application.status} in (${sql.raw(
  watchedStatuses.map((status) => `'${status}'`).join(", "),
)}) and not ${application.watched}`;

/**
 * Gives every waiting application that has none its next day of asking; a part of them where they are very many.
 * @returns how many
 */
export async function planWatches(now: Date): Promise<number> {
  return await transaction(async (tx) => {
    const without = await tx
      .select({
        regionId: application.regionId,
        applicationId: application.id,
        queueType: application.queueType,
        registeredAt: application.registeredAt,
      })
      .from(application)
      .where(isUnwatched)
      .orderBy(asc(application.regionId), asc(application.id))
      .limit(planned)
      .for("update", { skipLocked: true });
    const queues = Map.groupBy(without, (each) => `${each.regionId} ${each.queueType}`);
    for (const queue of queues.values()) {
      const [first] = queue;
      if (first === undefined) continue;
      const { regionId, queueType } = first;
      const { parameters } = await policyFor({ regionId, queueType, at: now }, tx);
      const wait = parameters.registersEveryDays * 24 * hour;
      const rows = queue.map(({ applicationId, registeredAt }) => {
        return { regionId, applicationId, nextAskAt: new Date(registeredAt.getTime() + wait) };
      });
      await tx.insert(registerWatch).values(rows).onConflictDoNothing();
      const ids = rows.map(({ applicationId }) => applicationId);
      await tx
        .update(application)
        .set({ watched: true })
        .where(and(eq(application.regionId, regionId), inArray(application.id, ids)));
    }
    return without.length;
  });
}

/** Takes a few that are due for this worker; one that dies with them leaves them for the next hour. */
async function claim(now: Date): Promise<Due[]> {
  return await transaction(async (tx) => {
    const due = await tx
      .select({ regionId: registerWatch.regionId, applicationId: registerWatch.applicationId })
      .from(registerWatch)
      .where(lte(registerWatch.nextAskAt, now))
      .orderBy(asc(registerWatch.nextAskAt))
      .limit(chunk)
      .for("update", { skipLocked: true });
    for (const each of due) await askNext(tx, each, new Date(now.getTime() + hour));
    return due;
  });
}

async function askNext(tx: Tx, { regionId, applicationId }: Due, nextAskAt: Date): Promise<void> {
  await tx
    .update(registerWatch)
    .set({ nextAskAt })
    .where(
      and(eq(registerWatch.regionId, regionId), eq(registerWatch.applicationId, applicationId)),
    );
}

type Answers = { readonly applicant: PersonAnswer | null; readonly child: PersonAnswer };

/** Outside of any transaction: a register may be slow. Null where there is nobody to ask about any more. */
async function ask({ regionId, applicationId }: Due, now: Date): Promise<Answers | null> {
  const [row] = await db()
    .select({ applicantId: application.applicantId, childId: application.childId })
    .from(application)
    .where(and(eq(application.regionId, regionId), eq(application.id, applicationId)));
  if (row === undefined) return null;
  const people = await personsById(db(), [row.childId, row.applicantId ?? row.childId]);
  const child = people.get(row.childId);
  if (child === undefined) return null;
  const applicant = row.applicantId === null ? undefined : people.get(row.applicantId);
  const [minor, adult] = await Promise.all([
    askPerson(registries(), child.iin, now),
    applicant === undefined ? null : askPerson(registries(), applicant.iin, now),
  ]);
  return { applicant: adult, child: minor };
}

async function draw(
  tx: Tx,
  row: typeof application.$inferSelect,
  answers: Answers,
  now: Date,
): Promise<void> {
  const { regionId, id, queueType } = row;
  const same = and(eq(registerWatch.regionId, regionId), eq(registerWatch.applicationId, id));
  const [watch] = await tx.select().from(registerWatch).where(same).for("update");
  if (watch === undefined) return;
  if (!isWatched(row.status)) {
    await tx.delete(registerWatch).where(same);
    // Should it ever wait again, it is to be found.
    await tx
      .update(application)
      .set({ watched: false })
      .where(and(eq(application.regionId, regionId), eq(application.id, id)));
    return;
  }
  for (const answer of [answers.child, answers.applicant]) {
    if (answer?.status === "found") await savePerson(tx, answer.person, "register", now);
  }
  const { parameters } = await policyFor({ regionId, queueType, at: now }, tx);
  const portals = await listPortals(tx);
  const portal = portals.find((each) => each.id === regionId);
  const residence = await residenceCheck(tx, { regionId, applicationId: id });
  const consequences = consequencesOf(
    {
      ...answers,
      serves: (kato) => portal !== undefined && isRegisteredIn(kato, portal, portals),
      // Where it was never confirmed an officer looks at it already.
      residenceMatters: parameters.residenceRequired && !row.nonResident && residence,
      movedDueAt: watch.movedDueAt,
      applicantGone: watch.applicantGone,
    },
    now,
  );
  const warned = await applyNews(tx, row, consequences, now);
  const silent = answers.child.status === "no-answer" || answers.applicant?.status === "no-answer";
  if (silent) return;
  const inDays = endOfDay(addDays(localDateOf(now), parameters.registersEveryDays));
  const movedDueAt = warned ?? (consequences.includes("clear") ? null : watch.movedDueAt);
  // After a warning they are asked once more right at its end.
  const nextAskAt = movedDueAt !== null && movedDueAt < inDays ? movedDueAt : inDays;
  await askNext(tx, { regionId, applicationId: id }, nextAskAt);
}

/** Whether the family was known to live here: its registration was confirmed, or lost only since. */
async function residenceCheck(from: Queryable, { regionId, applicationId }: Due): Promise<boolean> {
  const [check] = await from
    .select({ state: applicationCheck.state, detail: applicationCheck.detail })
    .from(applicationCheck)
    .where(
      and(
        eq(applicationCheck.regionId, regionId),
        eq(applicationCheck.applicationId, applicationId),
        eq(applicationCheck.kind, "residence"),
      ),
    );
  return check === undefined || check.state === "passed" || check.detail === "moved";
}

import { and, asc, eq, gt, gte, inArray, lt, lte, or, type SQL, sql } from "drizzle-orm";
import { db, transaction, type Tx } from "#db/client.ts";
import { application } from "#db/schema/applications.ts";
import { interestPeriod } from "#db/schema/interest.ts";
import { message } from "#db/schema/notifications.ts";
import { anonymous } from "#lib/access/actor.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { calendarInForce } from "#lib/calendar/in-force.ts";
import { localDateOf } from "#lib/calendar/local-date.ts";
import { inTurn } from "#lib/platform/in-turn.ts";
import { log } from "#lib/platform/log.ts";
import { queueTypes } from "#lib/regions/queue-types.ts";
import { listPortals, policyFor } from "#lib/regions/views.ts";
import { endAll } from "./by-officer.ts";
import { type ApplicationRow, takeStep } from "./deed.ts";
import {
  askedStatuses,
  type InterestPolicy,
  lastDueOfReminder,
  reminderDue,
  whatNext,
} from "./interest.ts";
import { type InterestPeriod, keepPeriod, periodOf } from "./interest-period.ts";
import { tellFamily } from "./tell-family.ts";

export type InterestWatch = {
  /** Families that were reminded, taken off, and given a window because nobody had asked them. */
  readonly reminded: number;
  readonly removed: number;
  readonly asked: number;
};

type Queue = { readonly regionId: number; readonly queueType: string };
type Place = { readonly dueAt: Date; readonly id: string };

// So many are looked for at once. Each is a transaction of its own: whoever dies in between leaves whole ones behind,
// and whoever works at the same time takes those that are not locked.
const batch = 500;

// Literally as the index has it, for the planner compares texts.
const isAskedRow = sql`${application.status} in (${sql.raw(
  askedStatuses.map((status) => `'${status}'`).join(", "),
)}) and not ${application.gaveWay}`;

/**
 * The job `watch-interest`: compares the stored deadlines with the clock. Reminds so many days before as the policy says,
 * takes off whoever was asked and did not answer, and gives a window to whoever was not asked because an offer, a turn
 * or a standstill of the portal stood in between. Running it twice changes nothing.
 * @param now the portal's clock
 */
export async function watchInterest(now: Date): Promise<InterestWatch> {
  const total = { reminded: 0, removed: 0, asked: 0 };
  const queues = (await listPortals()).flatMap(({ id: regionId, slug }) =>
    queueTypes.map((queueType) => ({ regionId, queueType, slug })),
  );
  // A family or a region that fails keeps none of the others from being asked, nor from their day.
  await inTurn(
    queues.map((queue) => async () => {
      const found = { reminded: 0, removed: 0, asked: 0 };
      const count = (outcome: keyof InterestWatch | null) => {
        if (outcome !== null) found[outcome] += 1;
      };
      const { parameters: policy } = await policyFor({ ...queue, at: now });
      await inTurn([
        () => eachDue(queue, overdue(now), (tx, row) => end(tx, row, policy, now), count),
        // After them, so that a new window is reminded of at once.
        () =>
          eachDue(queue, toRemind(policy, now), (tx, row) => remind(tx, row, policy, now), count),
      ]).finally(() => {
        total.reminded += found.reminded;
        total.removed += found.removed;
        total.asked += found.asked;
        if (found.reminded + found.removed + found.asked === 0) return;
        const { slug: region, queueType } = queue;
        const words = "Families were asked whether the place is still needed";
        log.info(words, { region, queueType, ...found });
      });
    }),
  );
  return total;
}

/**
 * Does `work` to every application of the queue that meets the condition, each in its own transaction, once.
 * @param tell what came of each
 * @throws the first failure, after all the others were done
 */
async function eachDue<Outcome>(
  queue: Queue,
  condition: SQL | undefined,
  work: (tx: Tx, row: ApplicationRow) => Promise<Outcome | null>,
  tell: (outcome: Outcome | null) => void,
): Promise<void> {
  const failed: unknown[] = [];
  for (let after: Place | null = null; ;) {
    const found: Place[] = await placesOf(queue, condition, after);
    for (const { id } of found) {
      try {
        const outcome = await transaction(async (tx) => {
          const row = await takeFree(tx, queue.regionId, id);
          return row === null ? null : await work(tx, row);
        });
        tell(outcome);
      } catch (error) {
        failed.push(error);
        log.error("A family was not asked", { applicationId: id, error });
      }
    }
    const last: Place | undefined = found.at(-1);
    if (last === undefined || found.length < batch) break;
    after = last;
  }
  if (failed.length > 0) throw failed[0];
}

async function placesOf(
  { regionId, queueType }: Queue,
  condition: SQL | undefined,
  after: Place | null,
): Promise<Place[]> {
  const { interestDueAt, id } = application;
  const rows = await db()
    .select({ id, dueAt: interestDueAt })
    .from(application)
    .leftJoin(
      interestPeriod,
      and(
        eq(interestPeriod.regionId, application.regionId),
        eq(interestPeriod.applicationId, id),
        eq(interestPeriod.dueAt, interestDueAt),
      ),
    )
    .where(
      and(
        eq(application.regionId, regionId),
        eq(application.queueType, queueType),
        isAskedRow,
        condition,
        after === null
          ? undefined
          : or(
              gt(interestDueAt, after.dueAt),
              and(eq(interestDueAt, after.dueAt), gt(id, after.id)),
            ),
      ),
    )
    .orderBy(asc(interestDueAt), asc(id))
    .limit(batch);
  return rows.flatMap((row) => (row.dueAt === null ? [] : [{ id: row.id, dueAt: row.dueAt }]));
}

/** The row, locked; null when somebody else has it in hand or it is not asked any more. */
async function takeFree(tx: Tx, regionId: number, id: string): Promise<ApplicationRow | null> {
  const [row] = await tx
    .select()
    .from(application)
    .where(and(eq(application.regionId, regionId), eq(application.id, id), isAskedRow))
    .for("update", { skipLocked: true });
  return row ?? null;
}

function overdue(now: Date): SQL | undefined {
  return lt(application.interestDueAt, now);
}

/** Those for whom a nearer reminder is due than the one that went; the rule decides again once the row is locked. */
function toRemind({ interestReminderDays }: InterestPolicy, now: Date): SQL | undefined {
  const days = interestReminderDays.toSorted((a, b) => a - b);
  const longest = days.at(-1);
  if (longest === undefined) return sql`false`;
  const due = application.interestDueAt;
  const cases = days.map(
    (each) => sql`when ${due} <= ${lastDueOfReminder(each, now).toISOString()} then ${each}::int`,
  );
  return and(
    gte(due, now),
    lte(due, lastDueOfReminder(longest, now)),
    sql`coalesce(${interestPeriod.remindedDays}, ${longest + 1}::int)
      > case ${sql.join(cases, sql` `)} end`,
  );
}

async function remind(
  tx: Tx,
  row: ApplicationRow,
  policy: InterestPolicy,
  now: Date,
): Promise<"reminded" | null> {
  const { regionId, id, number, interestDueAt: dueAt } = row;
  if (dueAt === null) return null;
  const named = { regionId, applicationId: id };
  const period = await periodOf(tx, named, dueAt);
  const days = reminderDue(dueAt, policy.interestReminderDays, period?.remindedDays ?? null, now);
  if (days === null) return null;
  await keepPeriod(tx, named, dueAt, { remindedDays: days });
  await tellFamily(
    tx,
    row,
    {
      cause: causeOf(id, dueAt, days),
      template: policy.interestBySms ? "interest-reply" : "interest",
      params: { number, application: id, date: dueAt.toISOString() },
      prescribed: true,
      expiresAt: dueAt,
    },
    now,
  );
  return "reminded";
}

/**
 * Whether a reminder of this asking has left the portal. Written is not sent: it may have been too late in the morning
 * after a night, or a standstill, in which nobody could send. Where nobody can be written to there is none to look for.
 */
async function hasLeft(
  tx: Tx,
  { applicationId, dueAt, remindedDays }: InterestPeriod,
  { interestReminderDays }: InterestPolicy,
): Promise<boolean> {
  const days = new Set([...interestReminderDays, ...(remindedDays === null ? [] : [remindedDays])]);
  const causes = [...days].map((each) => causeOf(applicationId, dueAt, each));
  const written = await tx
    .selectDistinct({ state: message.state })
    .from(message)
    .where(inArray(message.cause, causes));
  const inHouse: readonly string[] = ["queued", "expired"];
  return written.length === 0 || written.some(({ state }) => !inHouse.includes(state));
}

function causeOf(applicationId: string, dueAt: Date, days: number): string {
  return `interest:${applicationId}:${localDateOf(dueAt)}:${days}`;
}

async function end(
  tx: Tx,
  row: ApplicationRow,
  policy: InterestPolicy,
  now: Date,
): Promise<"removed" | "asked" | null> {
  const { regionId, id, number, interestDueAt: dueAt } = row;
  if (dueAt === null || dueAt >= now) return null;
  const named = { regionId, applicationId: id };
  const period = await periodOf(tx, named, dueAt);
  const asking = period !== null && (await hasLeft(tx, period, policy)) ? period : null;
  const next = whatNext(asking, policy, now, calendarInForce());
  const audit = {
    actor: anonymous("kk"),
    role: "system",
    regionId,
    subject: { kind: "application", id },
    concernsId: row.childId,
    at: now,
  };
  if (next.kind === "ask") {
    await tx
      .update(application)
      .set({ interestDueAt: next.dueAt })
      .where(and(eq(application.regionId, regionId), eq(application.id, id)));
    const detail = { number, dueAt: dueAt.toISOString(), nextAt: next.dueAt.toISOString() };
    await recordAudit(tx, { ...audit, action: "interest.ask", detail });
    return "asked";
  }
  await keepPeriod(tx, named, dueAt, { removedAt: now, restoreUntil: next.restoreUntil });
  const taken = await takeStep(tx, row, {
    event: "remove",
    kind: "removed",
    at: now,
    actorRole: "system",
    legalGround: "remove-interest",
    data: { dueAt: dueAt.toISOString() },
  });
  if (!taken.ok) throw new Error("who is asked can be removed");
  await endAll(tx, row, now);
  const detail = { number, dueAt: dueAt.toISOString() };
  await recordAudit(tx, { ...audit, action: "interest.remove", detail });
  await tellFamily(
    tx,
    row,
    {
      cause: `interest-removed:${id}:${localDateOf(dueAt)}`,
      template: "interest-removed",
      params: { number, date: next.restoreUntil.toISOString() },
      prescribed: true,
    },
    now,
  );
  return "removed";
}

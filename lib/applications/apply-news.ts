import { and, eq } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { applicationCheck } from "#db/schema/applications.ts";
import { registerWatch } from "#db/schema/office.ts";
import { anonymous } from "#lib/access/actor.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { deadlineAfterDays } from "#lib/calendar/deadlines.ts";
import { calendarInForce } from "#lib/calendar/in-force.ts";
import { localDateOf } from "#lib/calendar/local-date.ts";
import { defaultLocale } from "#lib/i18n/locales.ts";
import { appendQueueEvent } from "#lib/queue/ledger.ts";
import { policyFor } from "#lib/regions/views.ts";
import type { ApplicationRow } from "./deed.ts";
import type { Consequence } from "./news.ts";
import { closedByRegister } from "./office-grounds.ts";
import { leaveQueue } from "./remove.ts";
import { type ApplicationStatus, isStatus } from "./status.ts";
import { tellFamily } from "./tell-family.ts";
import { tellRepresentatives } from "./tell-representatives.ts";

/** Statuses of a family that waits: whoever has an offer, a voucher or a referral is on the way in, and is left to it. */
export const watchedStatuses = [
  "REGISTERED",
  "RETURNED",
  "ON_HOLD",
  "TURN_CAME",
] as const satisfies readonly ApplicationStatus[];

export function isWatched(status: string): boolean {
  return isStatus(status) && watchedStatuses.some((each) => each === status);
}

/**
 * Does what follows from the registers' news, in the transaction that has locked the application.
 * @returns the deadline of a warning given now
 */
export async function applyNews(
  tx: Tx,
  row: ApplicationRow,
  consequences: readonly Consequence[],
  now: Date,
): Promise<Date | null> {
  let warned: Date | null = null;
  for (const consequence of consequences) {
    switch (consequence) {
      case "close":
        await removeBySystem(tx, row, closedByRegister, now);
        break;
      case "remove":
        await removeBySystem(tx, row, "remove-moved", now);
        break;
      case "tell-other":
        await tellOther(tx, row, now);
        break;
      case "warn":
        warned = await warn(tx, row, now);
        break;
      case "clear":
        await keepWatch(tx, row, { movedDueAt: null });
        await tellResidence(tx, row, "passed", null, now);
        break;
    }
  }
  return warned;
}

async function removeBySystem(tx: Tx, row: ApplicationRow, ground: string, now: Date) {
  const step = { kind: "removed", event: "remove", actorRole: "system" } as const;
  const left = await leaveQueue(tx, row, { ...step, legalGround: ground, at: now });
  if (!left.ok) throw new Error(`a waiting application could not be removed: ${row.status}`);
  await watchAudit(tx, row, { outcome: ground }, now);
}

/** A guardian's application is the guardian's alone; the office finds it in the audit. */
async function tellOther(tx: Tx, row: ApplicationRow, now: Date): Promise<void> {
  await keepWatch(tx, row, { applicantGone: true });
  await watchAudit(tx, row, { outcome: "applicant-gone" }, now);
  if (row.byGuardian) return;
  const { regionId, id, number, childId, applicantId } = row;
  const news = { cause: `applicant-gone:${id}`, template: "applicant-gone" } as const;
  const whom = { regionId, childId, exceptId: [applicantId], prescribed: true };
  await tellRepresentatives(tx, { ...whom, ...news, params: { number } }, now);
}

async function warn(tx: Tx, row: ApplicationRow, now: Date): Promise<Date> {
  const { regionId, id, number, queueType } = row;
  const { parameters } = await policyFor({ regionId, queueType, at: now }, tx);
  const movedDueAt = deadlineAfterDays(now, parameters.movedGraceDays, calendarInForce());
  await keepWatch(tx, row, { movedDueAt });
  await tellResidence(tx, row, "failed", movedDueAt, now);
  const until = localDateOf(movedDueAt);
  const news = { cause: `moved:${id}:${until}`, template: "moved-warning" } as const;
  await tellFamily(tx, row, { ...news, params: { number, until }, prescribed: true }, now);
  return movedDueAt;
}

async function tellResidence(
  tx: Tx,
  row: ApplicationRow,
  state: "passed" | "failed",
  until: Date | null,
  now: Date,
): Promise<void> {
  const { regionId, id: applicationId } = row;
  const outcome = { state, detail: "moved", updatedAt: now };
  await tx
    .insert(applicationCheck)
    .values({ regionId, applicationId, kind: "residence", attempts: 1, ...outcome })
    .onConflictDoUpdate({
      target: [applicationCheck.regionId, applicationCheck.applicationId, applicationCheck.kind],
      set: outcome,
    });
  await appendQueueEvent(tx, {
    regionId,
    applicationId,
    kind: "register-checked",
    at: now,
    actorRole: "system",
    legalGround: "register-news",
    data: {
      check: "residence",
      result: state,
      ...(until === null ? {} : { until: until.toISOString() }),
    },
  });
}

async function keepWatch(
  tx: Tx,
  { regionId, id }: ApplicationRow,
  change: Partial<typeof registerWatch.$inferInsert>,
): Promise<void> {
  await tx
    .update(registerWatch)
    .set(change)
    .where(and(eq(registerWatch.regionId, regionId), eq(registerWatch.applicationId, id)));
}

async function watchAudit(tx: Tx, row: ApplicationRow, detail: Record<string, unknown>, now: Date) {
  await recordAudit(tx, {
    actor: anonymous(defaultLocale),
    action: "registers.news",
    role: "system",
    regionId: row.regionId,
    subject: { kind: "application", id: row.id },
    concernsId: row.childId,
    detail: { number: row.number, ...detail },
    at: now,
  });
}

import { and, asc, desc, eq, inArray, isNull, lt, sql } from "drizzle-orm";
import { db, type Queryable } from "#db/client.ts";
import { application, queueEvent } from "#db/schema/applications.ts";
import { appeal, applicationReturn, decision } from "#db/schema/office.ts";
import { region } from "#db/schema/regions.ts";
import type { Actor } from "#lib/access/actor.ts";
import type { Refusal } from "#lib/access/authorize.ts";
import { gauge } from "#lib/platform/metrics.ts";
import { log } from "#lib/platform/log.ts";
import { ok, type Result } from "#lib/platform/result.ts";
import { appealDeadline, type DecisionKind, decisionKinds } from "./decision.ts";
import type { Addressed } from "./deed.ts";
import { closedByRegister } from "./office-grounds.ts";
import { readFor } from "./read-for.ts";
import { runningHold } from "./running-hold.ts";

export type AskedCorrection = {
  readonly reasons: readonly string[];
  readonly note: string | null;
  readonly deadlineAt: Date;
  /** The deadline has passed, and the application is held until the correction comes. */
  readonly missed: boolean;
};

export type Decided = {
  readonly eventSeq: number;
  readonly kind: DecisionKind;
  readonly at: Date;
  /** Code; its words are `journal.ground.<code>`. */
  readonly ground: string;
  readonly note: string | null;
  readonly appealUntil: Date;
  /** open: may be objected to · over: not any more · sent: waits for its answer · answered. */
  readonly state: "open" | "over" | "sent" | "answered";
  /** The record was closed by the civil register: nobody is invited to do anything about it. */
  readonly silent: boolean;
  readonly appeal: {
    readonly words: string;
    readonly sentAt: Date;
    readonly answerDueAt: Date;
    readonly outcome: "upheld" | "refused" | null;
    readonly answer: string | null;
    readonly answeredAt: Date | null;
  } | null;
};

export type OfficeView = {
  readonly asked: AskedCorrection | null;
  /** Until when a running hold lasts; null where it has no end or there is none. */
  readonly heldUntil: Date | null;
  /** The newest first. */
  readonly decisions: readonly Decided[];
};

/** What the office decided about an application, and what it asks of the family; for its owners. */
export async function officeView(
  actor: Actor,
  where: Addressed,
  now: Date,
): Promise<Result<OfficeView, Refusal>> {
  const found = await readFor(db(), actor, "application.read", where);
  if (!found.ok) return found;
  const { regionId, id, queueType } = found.value;
  const [asked, held, rows] = await Promise.all([
    askedOf(db(), regionId, id),
    runningHold(db(), found.value),
    decisionsOf(db(), regionId, id),
  ]);
  const decisions: Decided[] = [];
  for (const row of rows) {
    const kind = decisionKinds.find((each) => each === row.kind);
    if (kind === undefined) continue;
    const until = row.until ?? (await appealDeadline({ regionId, queueType }, row.at));
    decisions.push({
      eventSeq: row.seq,
      kind,
      at: row.at,
      ground: row.ground,
      note: row.note,
      appealUntil: until,
      state: stateOf(row.appeal, until, now),
      silent: row.ground === closedByRegister,
      appeal: row.appeal,
    });
  }
  return ok({ asked, heldUntil: held?.until ?? null, decisions });
}

function stateOf(
  own: { readonly answeredAt: Date | null } | null,
  until: Date,
  now: Date,
): Decided["state"] {
  if (own !== null) return own.answeredAt === null ? "sent" : "answered";
  return now <= until ? "open" : "over";
}

async function askedOf(
  from: Queryable,
  regionId: number,
  applicationId: string,
): Promise<AskedCorrection | null> {
  const [row] = await from
    .select()
    .from(applicationReturn)
    .where(
      and(
        eq(applicationReturn.regionId, regionId),
        eq(applicationReturn.applicationId, applicationId),
        inArray(applicationReturn.state, ["open", "missed"]),
      ),
    );
  if (row === undefined) return null;
  const { reasons, note, deadlineAt } = row;
  return { reasons, note, deadlineAt, missed: row.state === "missed" };
}

async function decisionsOf(from: Queryable, regionId: number, applicationId: string) {
  return await from
    .select({
      seq: queueEvent.seq,
      kind: queueEvent.kind,
      at: queueEvent.at,
      ground: queueEvent.legalGround,
      note: decision.note,
      until: decision.appealUntil,
      appeal: {
        words: appeal.words,
        sentAt: appeal.sentAt,
        answerDueAt: appeal.answerDueAt,
        outcome: appeal.outcome,
        answer: appeal.answer,
        answeredAt: appeal.answeredAt,
      },
    })
    .from(queueEvent)
    .leftJoin(
      decision,
      and(eq(decision.regionId, queueEvent.regionId), eq(decision.eventSeq, queueEvent.seq)),
    )
    .leftJoin(
      appeal,
      and(eq(appeal.regionId, queueEvent.regionId), eq(appeal.eventSeq, queueEvent.seq)),
    )
    .where(
      and(
        eq(queueEvent.regionId, regionId),
        eq(queueEvent.applicationId, applicationId),
        inArray(queueEvent.kind, [...decisionKinds]),
      ),
    )
    .orderBy(desc(queueEvent.seq));
}

export type OpenAppeal = {
  readonly number: string;
  readonly eventSeq: number;
  readonly against: string;
  readonly sentAt: Date;
  readonly answerDueAt: Date;
  readonly late: boolean;
};

/** The objections of a region that wait for their answer, the most urgent first. */
export async function openAppeals(regionId: number, now: Date): Promise<OpenAppeal[]> {
  const rows = await db()
    .select({
      number: application.number,
      eventSeq: appeal.eventSeq,
      against: queueEvent.kind,
      sentAt: appeal.sentAt,
      answerDueAt: appeal.answerDueAt,
    })
    .from(appeal)
    .innerJoin(
      application,
      and(eq(application.regionId, appeal.regionId), eq(application.id, appeal.applicationId)),
    )
    .innerJoin(
      queueEvent,
      and(eq(queueEvent.regionId, appeal.regionId), eq(queueEvent.seq, appeal.eventSeq)),
    )
    .where(and(eq(appeal.regionId, regionId), isNull(appeal.answeredAt)))
    .orderBy(asc(appeal.answerDueAt));
  return rows.map((row) => ({ ...row, late: row.answerDueAt < now }));
}

/** Tells as metrics how many objections wait and how many of them are late. */
export async function measureAppeals(from: Queryable, now: Date): Promise<number> {
  const late = sql<number>`count(*) filter (where ${lt(appeal.answerDueAt, now)})::int`;
  const rows = await from
    .select({ slug: region.slug, open: sql<number>`count(${appeal.id})::int`, late })
    .from(region)
    .leftJoin(appeal, and(eq(appeal.regionId, region.id), isNull(appeal.answeredAt)))
    .groupBy(region.slug);
  for (const row of rows) {
    const labels = { region: row.slug };
    gauge("kezek_appeals_open", "Objections of families that wait for an answer", row.open, labels);
    gauge("kezek_appeals_late", "Those whose term for the answer has passed", row.late, labels);
  }
  return rows.reduce((sum, row) => sum + row.late, 0);
}

/** Warns of objections whose answer is late. */
export async function warnOfLateAppeals(now: Date): Promise<void> {
  const late = await measureAppeals(db(), now);
  if (late > 0) log.warn("Objections of families are answered too late", { late });
}

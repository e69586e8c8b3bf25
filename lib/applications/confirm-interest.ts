import { and, eq } from "drizzle-orm";
import { db, type Queryable, transaction, type Tx } from "#db/client.ts";
import { application } from "#db/schema/applications.ts";
import { type Actor, anonymous } from "#lib/access/actor.ts";
import { authorize, type Refusal } from "#lib/access/authorize.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { calendarInForce } from "#lib/calendar/in-force.ts";
import { localDateOf } from "#lib/calendar/local-date.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { isInterestToken } from "#lib/notifications/interest-link.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import { policyFor } from "#lib/regions/views.ts";
import { type Addressed, type ApplicationRow, lockApplication, lockFor, takeStep } from "./deed.ts";
import { type ConfirmRefusal, mayConfirm, nextInterestDue } from "./interest.ts";
import { keepPeriod, periodOf, periodOfToken } from "./interest-period.ts";
import { isLiving, isStatus } from "./status.ts";
import { tellFamily } from "./tell-family.ts";

export type Confirmed = {
  /** The next deadline, an instant. */
  readonly nextAt: Date;
  /** False where it had been confirmed before: nothing was written. */
  readonly isNew: boolean;
};

export type ConfirmOrder = Addressed & {
  /** The deadline that the page showed: a second click must not confirm the next one. */
  readonly dueAt: Date;
  readonly requestId: string | null;
};

/**
 * «Подтвердить заинтересованность» → «Подтвердить» in the cabinet (manual 003). Either representative may; the other one
 * is told. Doing it twice does it once.
 */
export async function confirmInterest(
  actor: Actor,
  order: ConfirmOrder,
  now: Date,
): Promise<Result<Confirmed, Refusal | ConfirmRefusal>> {
  return await transaction(async (tx) => {
    const locked = await lockFor(tx, actor, "interest.confirm", order);
    if (!locked.ok) return locked;
    const { dueAt, requestId } = order;
    const exceptId = actor.kind === "person" ? actor.personId : null;
    const deed = { way: "cabinet", actor, role: "parent", exceptId, dueAt, requestId } as const;
    return await confirmLocked(tx, locked.value, deed, now);
  });
}

export type InterestLink = {
  readonly regionId: number;
  /** The end of the application's number: enough for its family to know it, nothing for anybody else. */
  readonly numberEnd: string;
  /** open: it can be answered · done: it was, the next deadline is `nextAt` · over: it cannot any more. */
  readonly state: "open" | "done" | "over";
  readonly dueAt: Date;
  readonly nextAt: Date | null;
  /** Of the application, for an address without a language. */
  readonly locale: Locale;
};

/** What the link of a reminder is about; null for one that was never ours. Reading it changes nothing: scanners do. */
export async function interestByToken(token: string, now: Date): Promise<InterestLink | null> {
  if (!isInterestToken(token) || !authorize(anonymous("kk"), "interest.answer").ok) return null;
  const period = await periodOfToken(db(), token);
  if (period === null) return null;
  const { regionId, applicationId, dueAt } = period;
  const [row] = await db()
    .select()
    .from(application)
    .where(and(eq(application.regionId, regionId), eq(application.id, applicationId)));
  if (row === undefined) return null;
  const open =
    row.interestDueAt?.getTime() === dueAt.getTime() &&
    mayConfirm(row, period, await policyOf(row, now), now).ok;
  const living = isStatus(row.status) && isLiving(row.status);
  const done = living && period.confirmedAt !== null && now <= dueAt;
  return {
    regionId,
    numberEnd: row.number.slice(-4),
    state: done ? "done" : open ? "open" : "over",
    dueAt,
    nextAt: done ? row.interestDueAt : null,
    locale: row.locale,
  };
}

export type LinkOrder = {
  readonly regionId: number;
  readonly token: string;
  readonly locale: Locale;
  readonly requestId: string | null;
};

/**
 * «Да, нужно» by the link in a message, without signing in: whoever holds the message can keep the child's place, and do
 * nothing else with it. The whole family is told, because nobody knows who of it has answered.
 */
export async function confirmByLink(
  { regionId, token, locale, requestId }: LinkOrder,
  now: Date,
): Promise<Result<Confirmed, "unknown" | ConfirmRefusal>> {
  const actor = anonymous(locale);
  if (!authorize(actor, "interest.answer").ok || !isInterestToken(token)) return fail("unknown");
  return await transaction(async (tx) => {
    const period = await periodOfToken(tx, token);
    if (period === null || period.regionId !== regionId) return fail("unknown");
    const row = await lockApplication(tx, period);
    if (row === null) return fail("unknown");
    const deed = { way: "link", actor, role: "anonymous", exceptId: null } as const;
    return await confirmLocked(tx, row, { ...deed, dueAt: period.dueAt, requestId }, now);
  });
}

export type Answering = {
  readonly way: "cabinet" | "link" | "sms";
  readonly actor: Actor;
  /** For the audit. */
  readonly role: string;
  /** Who answered and knows already. */
  readonly exceptId: string | null;
  /** From where the answer came, and where it is answered: a family without an account is known by its phone alone. */
  readonly exceptPhone?: string;
  /** The deadline that the answer is about. */
  readonly dueAt: Date;
  readonly requestId: string | null;
};

/** The confirmation itself, of an application that the caller has locked. */
export async function confirmLocked(
  tx: Tx,
  row: ApplicationRow,
  { way, actor, role, exceptId, exceptPhone, dueAt, requestId }: Answering,
  now: Date,
): Promise<Result<Confirmed, ConfirmRefusal>> {
  const { regionId, id, number, interestDueAt } = row;
  const named = { regionId, applicationId: id };
  const period = await periodOf(tx, named, dueAt);
  if (interestDueAt?.getTime() !== dueAt.getTime()) {
    const isDone = interestDueAt !== null && period !== null && period.confirmedAt !== null;
    return isDone ? ok({ nextAt: interestDueAt, isNew: false }) : fail("over");
  }
  const policy = await policyOf(row, now, tx);
  const may = mayConfirm(row, period, policy, now);
  if (!may.ok) return may;
  const nextAt = nextInterestDue(dueAt, policy, now, calendarInForce());
  await keepPeriod(tx, named, dueAt, { confirmedAt: now });
  await tx
    .update(application)
    .set({ interestDueAt: nextAt })
    .where(and(eq(application.regionId, regionId), eq(application.id, id)));
  const dates = { dueAt: dueAt.toISOString(), nextAt: nextAt.toISOString() };
  const taken = await takeStep(tx, row, {
    kind: "interest-confirmed",
    at: now,
    actorRole: "parent",
    legalGround: "interest",
    data: { way, ...dates },
  });
  if (!taken.ok) throw new Error("a confirmation changes no status");
  await recordAudit(tx, {
    actor,
    action: way === "cabinet" ? "interest.confirm" : "interest.answer",
    role,
    regionId,
    subject: { kind: "application", id },
    concernsId: row.childId,
    detail: { number, way, ...dates },
    requestId,
    at: now,
  });
  await tellFamily(
    tx,
    row,
    {
      cause: `interest-confirmed:${id}:${localDateOf(dueAt)}`,
      template: "interest-confirmed",
      params: { number, n: 1, next: dates.nextAt },
      exceptId,
      ...(exceptPhone !== undefined && { exceptPhone }),
    },
    now,
  );
  return ok({ nextAt, isNew: true });
}

async function policyOf({ regionId, queueType }: ApplicationRow, at: Date, from?: Queryable) {
  const { parameters } = await policyFor({ regionId, queueType, at }, from);
  return parameters;
}

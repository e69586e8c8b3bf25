import { and, desc, eq, gt, gte, isNotNull, isNull, lte } from "drizzle-orm";
import { db, type Queryable, transaction, type Tx } from "#db/client.ts";
import { contact, person } from "#db/schema/people.ts";
import { knownDevice, password, phoneChange } from "#db/schema/sign-in.ts";
import { type Actor, anonymous } from "#lib/access/actor.ts";
import { authorize, type Refusal } from "#lib/access/authorize.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { maskPhone } from "#lib/identity/phone.ts";
import { defaultLocale, type Locale } from "#lib/i18n/locales.ts";
import { sha256Hex } from "#lib/platform/ids.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import { lockAccount } from "./account-lock.ts";
import { subjectOf } from "./codes.ts";
import { endWaitingCodes } from "./end-codes.ts";
import { endLightSessions, type PhoneChange, runningChanges } from "./phone-change.ts";
import { closeWay, lockSubject, recoverySubject } from "./recovery-attempts.ts";
import { reachOf, tellAll } from "./recovery-notices.ts";

/** The ground of a block that the owner's «this is not me» leaves behind. */
const stoppedByOwner = "stopped-by-owner";

export type StoppableChange = {
  /** `running`: it can be stopped; `stopped`: it was; `over`: the time passed, or the owner confirmed it. */
  readonly state: "running" | "stopped" | "over";
  readonly regionId: number;
  /** The owner's language, for a link without one. */
  readonly locale: Locale;
  /** As one may show it to whoever holds the link. */
  readonly maskedPhone: string;
  /** Instants. */
  readonly at: Date;
  readonly holdUntil: Date;
};

/** What the link of a message is about; null for a link that was never ours. Reading it changes nothing. */
export async function changeByToken(token: string, now: Date): Promise<StoppableChange | null> {
  const row = await byToken(db(), token);
  if (row === null) return null;
  const [known] = await db()
    .select({ locale: contact.locale })
    .from(contact)
    .where(eq(contact.personId, row.personId));
  const over = row.holdUntil <= now ? ("over" as const) : ("running" as const);
  return {
    state: row.stoppedAt === null ? over : "stopped",
    regionId: row.regionId,
    locale: known?.locale ?? defaultLocale,
    maskedPhone: maskPhone(row.phone),
    at: row.at,
    holdUntil: row.holdUntil,
  };
}

export type StopOrder = {
  readonly regionId: number;
  readonly token: string;
  readonly locale: Locale;
  readonly requestId: string | null;
};

/**
 * «This is not me»: contacts and password are what they were before the first change that still runs, what was opened
 * by light ways since is closed, and the way by answers too, until an officer has seen the papers. Doing it twice does
 * it once.
 */
export async function stopByToken(
  order: StopOrder,
  now: Date,
): Promise<Result<undefined, "unknown" | "over">> {
  return transaction(async (tx) => {
    const row = await byToken(tx, order.token);
    if (row === null || row.regionId !== order.regionId) return fail("unknown");
    if (row.stoppedAt !== null) return ok();
    if (row.holdUntil <= now) return fail("over");
    const actor = anonymous(order.locale);
    await stop(tx, { actor, role: "anonymous", requestId: order.requestId }, row.personId, now);
    return ok();
  });
}

/** The same by the owner, signed in with an electronic signature. */
export async function stopAsOwner(actor: Actor, now: Date): Promise<Result<undefined, Refusal>> {
  if (actor.kind !== "person") return fail("signed-out");
  const allowed = authorize(actor, "phone-change.settle", { ownerIds: [actor.personId] });
  if (!allowed.ok) return allowed;
  return transaction(async (tx) => {
    await stop(tx, { actor, role: "parent", requestId: null }, actor.personId, now);
    return ok();
  });
}

/** «It was me», signed in with an electronic signature: the hold is over, the link in the messages dead. */
export async function confirmPhoneChange(
  actor: Actor,
  now: Date,
): Promise<Result<undefined, Refusal>> {
  if (actor.kind !== "person") return fail("signed-out");
  const allowed = authorize(actor, "phone-change.settle", { ownerIds: [actor.personId] });
  if (!allowed.ok) return allowed;
  return transaction(async (tx) => {
    for (const change of await runningChanges(tx, actor.personId, now)) {
      await endHold(tx, change.id, now);
      await recordAudit(tx, {
        actor,
        action: "phone-change.settle",
        role: "parent",
        regionId: change.regionId,
        subject: { kind: "phone-change", id: change.id },
        concernsId: actor.personId,
        detail: { outcome: "confirmed" },
        at: now,
      });
    }
    return ok();
  });
}

/** The end of a hold before its time: somebody is sure. What stood before is forgotten. */
export async function endHold(tx: Tx, changeId: string, now: Date): Promise<void> {
  await tx
    .update(phoneChange)
    .set({ holdUntil: now, passwordBefore: null })
    .where(eq(phoneChange.id, changeId));
}

/** Forgets the passwords that stood before changes which nobody can stop any more. */
export async function sweepPhoneChanges(from: Queryable, now: Date): Promise<void> {
  await from
    .update(phoneChange)
    .set({ passwordBefore: null })
    .where(and(lte(phoneChange.holdUntil, now), isNotNull(phoneChange.passwordBefore)));
}

export type Hold = {
  readonly maskedPhone: string;
  readonly at: Date;
  /** Null where nobody could be told: it ends by an electronic signature or at the education office. */
  readonly until: Date | null;
};

const year = 365 * 24 * 60 * 60_000;

/** The hold on a person's phone, for the notice in the cabinet; null when there is none. */
export async function holdOf(from: Queryable, personId: string, now: Date): Promise<Hold | null> {
  const [row] = await from
    .select()
    .from(phoneChange)
    .where(
      and(
        eq(phoneChange.personId, personId),
        isNull(phoneChange.stoppedAt),
        gt(phoneChange.holdUntil, now),
      ),
    )
    .orderBy(desc(phoneChange.holdUntil))
    .limit(1);
  if (row === undefined) return null;
  const untold = row.holdUntil.getTime() - row.at.getTime() > year;
  return { maskedPhone: maskPhone(row.phone), at: row.at, until: untold ? null : row.holdUntil };
}

type Deed = {
  readonly actor: Actor;
  readonly role: string;
  readonly requestId: string | null;
};

async function stop(tx: Tx, deed: Deed, personId: string, now: Date): Promise<void> {
  const [owner] = await tx.select({ iin: person.iin }).from(person).where(eq(person.id, personId));
  if (owner === undefined) throw new Error("a phone change without a person");
  const subject = recoverySubject(owner.iin);
  await lockSubject(tx, subject);
  await lockAccount(tx, subjectOf(owner.iin));
  const running = await runningChanges(tx, personId, now);
  const [first] = running;
  if (first === undefined) return;
  const reach = await reachOf(tx, personId);
  await bringBack(tx, first, now);
  for (const change of running) {
    await tx
      .update(phoneChange)
      .set({ stoppedAt: now, passwordBefore: null })
      .where(eq(phoneChange.id, change.id));
    await recordAudit(tx, {
      ...deed,
      action: "phone-change.settle",
      regionId: change.regionId,
      subject: { kind: "phone-change", id: change.id },
      concernsId: personId,
      detail: { outcome: "stopped" },
      at: now,
    });
  }
  await endLightSessions(tx, personId, now);
  await endWaitingCodes(tx, owner.iin, now);
  await tx
    .delete(knownDevice)
    .where(and(eq(knownDevice.personId, personId), gte(knownDevice.firstSeenAt, first.at)));
  await closeWay(tx, { regionId: first.regionId, subject, ground: stoppedByOwner }, now);
  // Both: those who stood before and the phone that came, which is out again.
  const both = {
    ...reach,
    phones: [
      ...new Set([first.before.phone, ...reach.phones, ...running.map(({ phone }) => phone)]),
    ].filter((phone) => phone !== null),
  };
  const about = { personId, regionId: first.regionId, params: {} };
  const cause = `phone-change-stopped:${first.id}`;
  await tellAll(tx, both, { ...about, template: "recovery-blocked", cause }, now);
}

async function bringBack(tx: Tx, { personId, before, passwordBefore }: PhoneChange, now: Date) {
  await tx
    .update(contact)
    .set({
      phone: before.phone,
      secondPhone: before.secondPhone,
      email: before.email,
      phoneConfirmedAt: instantOrNull(before.phoneConfirmedAt),
      secondPhoneConfirmedAt: instantOrNull(before.secondPhoneConfirmedAt),
      updatedAt: now,
    })
    .where(eq(contact.personId, personId));
  if (passwordBefore === null) await tx.delete(password).where(eq(password.personId, personId));
  else {
    const kept = { hash: passwordBefore, setAt: now };
    await tx.update(password).set(kept).where(eq(password.personId, personId));
  }
}

function instantOrNull(iso: string | null | undefined): Date | null {
  return typeof iso === "string" ? new Date(iso) : null;
}

async function byToken(from: Queryable, token: string): Promise<PhoneChange | null> {
  if (!/^[\w-]{8,64}$/u.test(token)) return null;
  const [row] = await from
    .select()
    .from(phoneChange)
    .where(eq(phoneChange.stopTokenHash, sha256Hex(token)));
  return row ?? null;
}

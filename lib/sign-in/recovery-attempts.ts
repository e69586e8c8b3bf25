import { and, desc, eq, gt, isNotNull, isNull, lt, sql } from "drizzle-orm";
import type { Queryable, Tx } from "#db/client.ts";
import { recoveryAttempt, recoveryBlock } from "#db/schema/sign-in.ts";
import { newId, sha256Hex } from "#lib/platform/ids.ts";
import { visitorNetwork } from "#lib/platform/network.ts";
import { pseudonym } from "#lib/platform/pseudonym.ts";
import {
  openAttemptMilliseconds,
  recoveryAttempts,
  recoveryMemoryMilliseconds,
  recoveryProofMilliseconds,
} from "./recovery-limits.ts";

export type Attempt = typeof recoveryAttempt.$inferSelect;

/** The lasting name of an IIN in the tables of recovery: known and unknown ones look alike there. */
export function recoverySubject(iin: string): string {
  return pseudonym("recovery", iin);
}

/** The lasting name of a network. */
export function recoverySource(address: string): string {
  return pseudonym("recovery-source", visitorNetwork(address));
}

/** Lets one transaction after another decide about an IIN, in whichever process. */
export async function lockSubject(tx: Tx, subject: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${subject}, 5))`);
}

export async function isBlocked(from: Queryable, subject: string): Promise<boolean> {
  const rows = await from
    .select({ id: recoveryBlock.id })
    .from(recoveryBlock)
    .where(and(eq(recoveryBlock.subject, subject), isNull(recoveryBlock.liftedAt)));
  return rows.length > 0;
}

export type Spent = {
  /** Wrong ones, and those whose process died before it was done. */
  readonly wrong: number;
  /** Being compared at this moment. */
  readonly open: number;
};

/** The attempts that count: since the last right answers and the last lifted block, and not older than a year. */
export async function spentAttempts(from: Queryable, subject: string, now: Date): Promise<Spent> {
  const [lifted] = await from
    .select({ at: recoveryBlock.liftedAt })
    .from(recoveryBlock)
    .where(and(eq(recoveryBlock.subject, subject), isNotNull(recoveryBlock.liftedAt)))
    .orderBy(desc(recoveryBlock.liftedAt))
    .limit(1);
  const yearAgo = new Date(now.getTime() - recoveryMemoryMilliseconds);
  const since = lifted?.at && lifted.at > yearAgo ? lifted.at : yearAgo;
  const rows = await from
    .select({ outcome: recoveryAttempt.outcome, at: recoveryAttempt.at })
    .from(recoveryAttempt)
    .where(and(eq(recoveryAttempt.subject, subject), gt(recoveryAttempt.at, since)))
    .orderBy(desc(recoveryAttempt.at))
    .limit(100);
  const lastRight = rows.findIndex(({ outcome }) => outcome === "right" || outcome === "used");
  const counted = lastRight === -1 ? rows : rows.slice(0, lastRight);
  const died = new Date(now.getTime() - openAttemptMilliseconds);
  const isOpen = ({ outcome, at }: (typeof rows)[number]) => outcome === "open" && at > died;
  return {
    wrong: counted.filter(
      (row) => row.outcome === "wrong" || (row.outcome === "open" && !isOpen(row)),
    ).length,
    open: counted.filter(isOpen).length,
  };
}

/** Closes the way by answers for an IIN; once, however many ask. @returns whether it was open until now */
export async function closeWay(
  tx: Tx,
  block: { readonly regionId: number; readonly subject: string; readonly ground: string | null },
  now: Date,
): Promise<boolean> {
  const rows = await tx
    .insert(recoveryBlock)
    .values({ id: newId(), ...block, since: now })
    .onConflictDoNothing()
    .returning({ id: recoveryBlock.id });
  return rows.length > 0;
}

export type Asking = {
  readonly regionId: number;
  readonly subject: string;
  readonly browserSecret: string;
  readonly address: string;
  /** Of the form: a double click is one attempt. */
  readonly key: string;
};

export type Opening =
  | { readonly state: "opened"; readonly id: string }
  | { readonly state: "again"; readonly attempt: Attempt }
  | { readonly state: "blocked" | "busy" | "stale" };

/** Writes an attempt down, before anything is compared; of a form's attempt that was there already, what became of it. */
export async function openAttempt(tx: Tx, asking: Asking, now: Date): Promise<Opening> {
  const { regionId, subject, key } = asking;
  await lockSubject(tx, subject);
  const browserHash = sha256Hex(asking.browserSecret);
  const [before] = await tx.select().from(recoveryAttempt).where(eq(recoveryAttempt.key, key));
  if (before !== undefined) {
    const same = before.subject === subject && before.browserHash === browserHash;
    return same ? { state: "again", attempt: before } : { state: "stale" };
  }
  if (await isBlocked(tx, subject)) return { state: "blocked" };
  const { wrong, open } = await spentAttempts(tx, subject, now);
  if (wrong >= recoveryAttempts) {
    await closeWay(tx, { regionId, subject, ground: null }, now);
    return { state: "blocked" };
  }
  // Those at work may all turn out wrong: together there are never more than three.
  if (wrong + open >= recoveryAttempts) return { state: "busy" };
  const id = newId();
  const rows = await tx
    .insert(recoveryAttempt)
    .values({
      id,
      regionId,
      subject,
      source: recoverySource(asking.address),
      browserHash,
      key,
      at: now,
      outcome: "open",
    })
    .onConflictDoNothing()
    .returning({ id: recoveryAttempt.id });
  return rows.length > 0 ? { state: "opened", id } : { state: "stale" };
}

/**
 * Right answers of this browser that have not been used for a new phone yet; null when there are none, they are too
 * old, or the way was closed since.
 */
export async function rightAnswers(
  from: Queryable,
  holder: { readonly regionId: number; readonly subject: string; readonly browserSecret: string },
  now: Date,
): Promise<Attempt | null> {
  const [row] = await from
    .select()
    .from(recoveryAttempt)
    .where(
      and(
        eq(recoveryAttempt.regionId, holder.regionId),
        eq(recoveryAttempt.subject, holder.subject),
        eq(recoveryAttempt.browserHash, sha256Hex(holder.browserSecret)),
        eq(recoveryAttempt.outcome, "right"),
        gt(recoveryAttempt.at, new Date(now.getTime() - recoveryProofMilliseconds)),
      ),
    )
    .orderBy(desc(recoveryAttempt.at))
    .limit(1);
  if (row === undefined || (await isBlocked(from, holder.subject))) return null;
  return row;
}

/** Whether right answers of this browser have waited too long for the new phone. */
export async function answersAreLate(
  from: Queryable,
  holder: { readonly regionId: number; readonly subject: string; readonly browserSecret: string },
  now: Date,
): Promise<boolean> {
  const [last] = await from
    .select({ outcome: recoveryAttempt.outcome, at: recoveryAttempt.at })
    .from(recoveryAttempt)
    .where(
      and(
        eq(recoveryAttempt.regionId, holder.regionId),
        eq(recoveryAttempt.subject, holder.subject),
        eq(recoveryAttempt.browserHash, sha256Hex(holder.browserSecret)),
      ),
    )
    .orderBy(desc(recoveryAttempt.at))
    .limit(1);
  return (
    last?.outcome === "right" && last.at.getTime() <= now.getTime() - recoveryProofMilliseconds
  );
}

/** Spends right answers in one statement: of two that come at once, one gets them. */
export async function useRightAnswers(tx: Tx, id: string): Promise<boolean> {
  const rows = await tx
    .update(recoveryAttempt)
    .set({ outcome: "used" })
    .where(and(eq(recoveryAttempt.id, id), eq(recoveryAttempt.outcome, "right")))
    .returning({ id: recoveryAttempt.id });
  return rows.length > 0;
}

/** Deletes attempts that no rule looks at any more. Blocks stay: they say who opened which way again, and why. */
export async function sweepRecoveryAttempts(from: Queryable, now: Date): Promise<void> {
  const yearAgo = new Date(now.getTime() - recoveryMemoryMilliseconds);
  await from.delete(recoveryAttempt).where(lt(recoveryAttempt.at, yearAgo));
}

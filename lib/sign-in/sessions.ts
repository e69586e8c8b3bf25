import { and, desc, eq, gt, isNull, ne } from "drizzle-orm";
import { db, transaction, type Tx } from "#db/client.ts";
import { session } from "#db/schema/sessions.ts";
import type { Actor, PersonActor } from "#lib/access/actor.ts";
import { authorize, type Refusal } from "#lib/access/authorize.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { newId } from "#lib/platform/ids.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import { maskAddress } from "./address.ts";
import { idleMilliseconds, sessionMilliseconds } from "./limits.ts";
import { isSessionId } from "./session-actor.ts";

type Session = typeof session.$inferSelect;

/** Opens a session for a person who was proven in the same transaction, and ends the one the browser had before. */
export async function openSession(
  tx: Tx,
  opening: Pick<
    Session,
    "personId" | "strength" | "method" | "evidenceId" | "device" | "address"
  > & {
    /** The session that the browser's cookie named until now, whoever's it was: it ends, so that none is left behind. */
    readonly previousSessionId: string | null;
  },
  now: Date,
): Promise<string> {
  const { previousSessionId, ...facts } = opening;
  if (previousSessionId !== null) {
    await tx
      .update(session)
      .set({ revokedAt: now })
      .where(and(eq(session.id, previousSessionId), isNull(session.revokedAt)));
  }
  const id = newId();
  await tx.insert(session).values({
    id,
    ...facts,
    createdAt: now,
    lastSeenAt: now,
    expiresAt: new Date(now.getTime() + sessionMilliseconds),
  });
  return id;
}

export type SessionView = {
  readonly id: string;
  /** The one that asks. */
  readonly current: boolean;
  /** «Chrome · Windows», or empty. */
  readonly device: string;
  /** The network address with its end hidden, or empty. */
  readonly place: string;
  readonly method: Session["method"];
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
};

/** The person's open sessions, the latest used first. */
export async function listSessions(
  actor: Actor,
  now: Date,
): Promise<Result<SessionView[], Refusal>> {
  const allowed = authorizeOwn(actor, "session.list");
  if (!allowed.ok) return allowed;
  const rows = await db()
    .select()
    .from(session)
    .where(
      and(
        eq(session.personId, allowed.value.personId),
        isNull(session.revokedAt),
        gt(session.expiresAt, now),
        gt(session.lastSeenAt, new Date(now.getTime() - idleMilliseconds)),
      ),
    )
    .orderBy(desc(session.lastSeenAt));
  return ok(
    rows.map((row) => ({
      id: row.id,
      current: row.id === allowed.value.sessionId,
      device: row.device,
      place: maskAddress(row.address),
      method: row.method,
      createdAt: row.createdAt,
      lastSeenAt: row.lastSeenAt,
    })),
  );
}

/** Ends one session of one's own. Another person's and an unknown one look alike; an ended one stays ended. */
export async function revokeSession(
  actor: Actor,
  sessionId: string,
  now: Date,
): Promise<Result<undefined, Refusal>> {
  if (actor.kind !== "person") return fail("signed-out");
  if (!isSessionId(sessionId)) return fail("not-yours");
  return transaction(async (tx) => {
    const [row] = await tx.select().from(session).where(eq(session.id, sessionId)).for("update");
    const allowed = authorize(actor, "session.revoke", { ownerIds: row ? [row.personId] : [] });
    if (!allowed.ok) return allowed;
    await end(tx, actor, [sessionId], now);
    return ok();
  });
}

/** Ends the session that asks. A visitor who has none is already out. */
export async function signOut(actor: Actor, now: Date): Promise<void> {
  if (actor.kind === "person") await revokeSession(actor, actor.sessionId, now);
}

/** Ends every session of the person, this one too: «this was not me». */
export async function signOutEverywhere(
  actor: Actor,
  now: Date,
): Promise<Result<undefined, Refusal>> {
  return await endAll(actor, false, now);
}

/** Ends every session of the person but the one that asks. */
export async function endOthers(actor: Actor, now: Date): Promise<Result<undefined, Refusal>> {
  return await endAll(actor, true, now);
}

async function endAll(
  actor: Actor,
  keepCurrent: boolean,
  now: Date,
): Promise<Result<undefined, Refusal>> {
  const allowed = authorizeOwn(actor, "session.revoke");
  if (!allowed.ok) return allowed;
  const { personId, sessionId } = allowed.value;
  return transaction(async (tx) => {
    const open = await tx
      .select({ id: session.id })
      .from(session)
      .where(
        and(
          eq(session.personId, personId),
          isNull(session.revokedAt),
          keepCurrent ? ne(session.id, sessionId) : undefined,
        ),
      )
      .for("update");
    await end(
      tx,
      allowed.value,
      open.map((row) => row.id),
      now,
    );
    return ok();
  });
}

function authorizeOwn(
  actor: Actor,
  action: "session.list" | "session.revoke",
): Result<PersonActor, Refusal> {
  if (actor.kind !== "person") return fail("signed-out");
  const allowed = authorize(actor, action, { ownerIds: [actor.personId] });
  return allowed.ok ? ok(actor) : allowed;
}

async function end(
  tx: Tx,
  actor: PersonActor,
  sessionIds: readonly string[],
  now: Date,
): Promise<void> {
  for (const id of sessionIds) {
    const ended = await tx
      .update(session)
      .set({ revokedAt: now })
      .where(and(eq(session.id, id), isNull(session.revokedAt)))
      .returning({ id: session.id });
    if (ended.length === 0) continue;
    await recordAudit(tx, {
      actor,
      action: "session.revoke",
      role: "parent",
      regionId: null,
      subject: { kind: "session", id },
      concernsId: actor.personId,
      at: now,
    });
  }
}

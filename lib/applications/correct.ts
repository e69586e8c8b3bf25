import { and, asc, desc, eq, gt, lte, notExists, sql } from "drizzle-orm";
import { db, transaction, type Tx } from "#db/client.ts";
import { message } from "#db/schema/notifications.ts";
import { applicationHold, applicationReturn } from "#db/schema/office.ts";
import type { Actor } from "#lib/access/actor.ts";
import type { Refusal } from "#lib/access/authorize.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { localDateOf } from "#lib/calendar/local-date.ts";
import { newId } from "#lib/platform/ids.ts";
import { plainWords } from "#lib/platform/plain-words.ts";
import { type Failure, fail, ok, type Result } from "#lib/platform/result.ts";
import { type Addressed, type ApplicationRow, lockFor, takeStep } from "./deed.ts";
import { appealUntilOf } from "./decision.ts";
import { release } from "./hold.ts";
import { oneByOne, oneByOneOfAll } from "./one-by-one.ts";
import { tellFamily } from "./tell-family.ts";

/** Letters of what a family writes about its correction. */
export const correctionLimit = 2_000;

export type CorrectionOrder = Addressed & {
  readonly words: string;
  /** Papers will be brought to the office. */
  readonly bringsPapers: boolean;
  readonly requestId: string | null;
};

/**
 * Sends what the office asked to be mended: the child stands in the queue as before, also where the deadline had passed
 * and the application was held for it. Doing it twice does it once.
 * @returns `required`: neither words nor papers · `out-of-turn`: nothing is asked for
 */
export async function sendCorrection(
  actor: Actor,
  order: CorrectionOrder,
  now: Date,
): Promise<
  | Result<undefined, Refusal | "required" | "out-of-turn">
  | Failure<"too-long", { readonly n: number }>
> {
  return await transaction(async (tx) => {
    const locked = await lockFor(tx, actor, "application.correct", order);
    if (!locked.ok) return locked;
    if (actor.kind !== "person") return fail("signed-out");
    const row = locked.value;
    const words = plainWords(order.words);
    if (words.length > correctionLimit) return fail("too-long", { n: correctionLimit });
    const asked = await lastReturn(tx, row);
    const isSame = asked?.state === "sent" && asked.answer === words;
    if (isSame && asked.sentBy === actor.personId) return ok();
    if (asked === null || (asked.state !== "open" && asked.state !== "missed")) {
      return fail("out-of-turn");
    }
    if (words === "" && !order.bringsPapers) return fail("required");
    const { regionId, id, number, childId } = row;
    const deed = { kind: "correction-sent", at: now, actorRole: "parent" } as const;
    const legalGround = "correction";
    // The job that holds what is late comes a minute later.
    const data = { inTime: now <= asked.deadlineAt };
    if (asked.state === "open") {
      const taken = await takeStep(tx, row, { ...deed, event: "correct", legalGround, data });
      if (!taken.ok) return taken;
    } else {
      if (row.status !== "ON_HOLD") return fail("out-of-turn");
      await takeStep(tx, row, { ...deed, legalGround, data });
      const held = { ...row, version: row.version + 1 };
      const released = await release(
        tx,
        held,
        { by: "parent", ground: legalGround, quiet: true },
        now,
      );
      if (!released.ok) throw new Error(`a held correction was not released: ${released.code}`);
    }
    await tx
      .update(applicationReturn)
      .set({
        state: "sent",
        answer: words,
        bringsPapers: order.bringsPapers,
        sentAt: now,
        sentBy: actor.personId,
      })
      .where(and(eq(applicationReturn.regionId, regionId), eq(applicationReturn.id, asked.id)));
    await recordAudit(tx, {
      actor,
      action: "application.correct",
      role: "parent",
      regionId,
      subject: { kind: "application", id },
      concernsId: childId,
      detail: { number, ...data },
      requestId: order.requestId,
      at: now,
    });
    const news = { cause: `corrected:${asked.id}`, template: "correction-received" } as const;
    await tellFamily(tx, row, { ...news, params: { number } }, now);
    return ok();
  });
}

async function lastReturn(tx: Tx, { regionId, id }: ApplicationRow) {
  const [last] = await tx
    .select()
    .from(applicationReturn)
    .where(and(eq(applicationReturn.regionId, regionId), eq(applicationReturn.applicationId, id)))
    .orderBy(desc(applicationReturn.returnedAt))
    .limit(1)
    .for("update");
  return last ?? null;
}

const batch = 200;
/** The reminder: a day and a half before, so that it falls into the daytime before the last day. */
const reminderMilliseconds = 36 * 3_600_000;

/**
 * Reminds of corrections that are due, and holds the applications whose deadline has passed: they get no place and lose
 * none, for their instant stays.
 */
export async function keepCorrections(now: Date): Promise<void> {
  const open = eq(applicationReturn.state, "open");
  const soon = new Date(now.getTime() + reminderMilliseconds);
  // A family that cannot be written to has no message and comes up again each time.
  const toRemind = (after: string) =>
    db()
      .select()
      .from(applicationReturn)
      .where(
        and(
          open,
          gt(applicationReturn.applicationId, after),
          lte(applicationReturn.deadlineAt, soon),
          gt(applicationReturn.deadlineAt, now),
          notExists(
            db()
              .select({ id: message.id })
              .from(message)
              .where(sql`${message.cause} = ${dueCause} || ${applicationReturn.id}::text`),
          ),
        ),
      )
      .orderBy(asc(applicationReturn.applicationId))
      .limit(batch);
  await oneByOneOfAll(toRemind, async (tx, row, { id, deadlineAt }) => {
    if (row.status !== "RETURNED") return;
    const params = { number: row.number, until: localDateOf(deadlineAt) };
    const news = { cause: `${dueCause}${id}`, template: "correction-due", params } as const;
    await tellFamily(tx, row, { ...news, prescribed: true, expiresAt: deadlineAt }, now);
  });
  const missed = await db()
    .select()
    .from(applicationReturn)
    .where(and(open, lte(applicationReturn.deadlineAt, now)))
    .limit(batch);
  await oneByOne(missed, (tx, row, { id }) => holdForCorrection(tx, row, id, now));
}

const dueCause = "correction-due:";

async function holdForCorrection(
  tx: Tx,
  row: ApplicationRow,
  returnId: string,
  now: Date,
): Promise<void> {
  const { regionId, id, number } = row;
  const same = and(
    eq(applicationReturn.regionId, regionId),
    eq(applicationReturn.id, returnId),
    eq(applicationReturn.state, "open"),
  );
  // Again behind the lock: the correction may have come, or another worker was first.
  const state = row.status === "RETURNED" ? "missed" : "ended";
  const [changed] = await tx
    .update(applicationReturn)
    .set({ state })
    .where(same)
    .returning({ id: applicationReturn.id });
  if (changed === undefined || state === "ended") return;
  const ground = "correction-missed";
  const deed = { kind: "held", at: now, actorRole: "system", legalGround: ground } as const;
  const taken = await takeStep(tx, row, { ...deed, event: "hold" });
  if (!taken.ok) throw new Error("a returned application could not be held");
  const hold = { regionId, id: newId(), applicationId: id, ground, heldAt: now };
  await tx.insert(applicationHold).values(hold);
  const params = { number, objectBy: localDateOf(await appealUntilOf(tx, row)) };
  const news = { cause: `correction-missed:${returnId}`, template: ground, params } as const;
  await tellFamily(tx, row, { ...news, prescribed: true }, now);
}

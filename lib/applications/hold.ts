import { and, eq } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "#db/client.ts";
import { application } from "#db/schema/applications.ts";
import { applicationHold } from "#db/schema/office.ts";
import type { Actor } from "#lib/access/actor.ts";
import type { Refusal } from "#lib/access/authorize.ts";
import { addDays, endOfDay, localDateOf } from "#lib/calendar/local-date.ts";
import { newId } from "#lib/platform/ids.ts";
import { plainWords } from "#lib/platform/plain-words.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import type { QueueEventRecord } from "#lib/queue/ledger.ts";
import { policyFor } from "#lib/regions/views.ts";
import {
  byOfficer,
  endPending,
  givingBack,
  isRepeated,
  type OfficeOrder,
  standsElsewhere,
} from "./by-officer.ts";
import { type ApplicationRow, takeStep } from "./deed.ts";
import { appealUntilOf } from "./decision.ts";
import { holdGrounds } from "./office-grounds.ts";
import { noteLimit } from "./return.ts";
import { runningHold } from "./running-hold.ts";
import { tellFamily } from "./tell-family.ts";

export type HoldOrder = OfficeOrder & {
  readonly ground: string;
  /** Released by itself at this instant; null: by an officer. The stop-list has its days from the policy. */
  readonly until: Date | null;
  readonly note: string;
};

const longestMilliseconds = 366 * 24 * 3_600_000;
const words = z.string().transform(plainWords).pipe(z.string().max(noteLimit));

type OwnCode = "malformed" | "out-of-turn" | "child-stands-elsewhere";

/** Keeps an application from being offered anything, for a while. Its instant stays, and with it its place later. */
export async function holdApplication(
  actor: Actor,
  order: HoldOrder,
  now: Date,
): Promise<Result<undefined, Refusal | OwnCode>> {
  return await byOfficer<OwnCode>(
    actor,
    "staff.application.hold",
    order,
    now,
    async (tx, row, by) => {
      const legalGround = holdGrounds.find((each) => each === order.ground);
      const note = words.safeParse(order.note);
      if (legalGround === undefined || !note.success) return fail("malformed");
      const until = legalGround === "stop-list" ? await endOfStopList(tx, row, now) : order.until;
      const left = until === null ? 1 : until.getTime() - now.getTime();
      // An instant that is none fails both.
      if (!(left > 0 && left <= longestMilliseconds)) return fail("malformed");
      const told = { kind: "held", legalGround } as const;
      const facts = { until: until?.toISOString() };
      const same = { ...told, by: by.personId, note: note.data || null, facts };
      if (await isRepeated(tx, row, same)) return ok(null);
      // One that was given back waits for its correction, which has a deadline of its own.
      if (row.status !== "REGISTERED") return fail("out-of-turn");
      const data = until === null ? {} : { until: until.toISOString() };
      const taken = await takeStep(tx, row, {
        ...told,
        event: "hold",
        at: now,
        actorRole: "officer",
        data,
        decidedBy: by.personId,
        note: note.data || null,
      });
      if (!taken.ok) return taken;
      await openHold(tx, row, { ground: legalGround, until }, now);
      return ok({ ground: legalGround, ...data });
    },
  );
}

/** Notes a hold that has just been told in the ledger, and tells the family. */
async function openHold(
  tx: Tx,
  row: ApplicationRow,
  hold: { readonly ground: string; readonly until: Date | null },
  now: Date,
): Promise<void> {
  const { regionId, id, number } = row;
  const holdId = newId();
  await tx
    .insert(applicationHold)
    .values({ regionId, id: holdId, applicationId: id, ...hold, heldAt: now });
  const objectBy = localDateOf(await appealUntilOf(tx, row));
  const params = { number, ground: hold.ground, objectBy };
  const news = { cause: `held:${holdId}`, template: "held", params } as const;
  await tellFamily(tx, row, { ...news, prescribed: true }, now);
}

/** Ends a hold whose reason is gone; a guardian's too, once the decision on guardianship was seen (ADR 018). */
export async function releaseApplication(
  actor: Actor,
  order: OfficeOrder,
  now: Date,
): Promise<Result<undefined, Refusal | OwnCode>> {
  return await givingBack(() =>
    byOfficer<OwnCode>(actor, "staff.application.hold", order, now, async (tx, row) => {
      const released = await release(tx, row, { by: "officer", ground: "office-release" }, now);
      return released.ok ? ok({ released: true }) : released;
    }),
  );
}

/** Who gives a place back and why; `quiet` where another letter tells it. */
export type GivingBack = {
  readonly by: QueueEventRecord["actorRole"];
  readonly ground: string;
  readonly quiet?: true;
};

/**
 * Lets an application stand in the queue again, with its old instant, and tells the family. The caller has locked it.
 * @returns `child-stands-elsewhere`: a parent's application has the child's place meanwhile
 */
export async function release(
  tx: Tx,
  row: ApplicationRow,
  { by, ground, quiet }: GivingBack,
  now: Date,
): Promise<Result<undefined, "out-of-turn" | "child-stands-elsewhere">> {
  if (row.status !== "ON_HOLD") return fail("out-of-turn");
  const { regionId, id, number } = row;
  if (row.gaveWay && (await standsElsewhere(tx, row, now))) return fail("child-stands-elsewhere");
  const hold = await runningHold(tx, row);
  const step = { kind: "released", at: now, actorRole: by, legalGround: ground } as const;
  const taken = await takeStep(tx, row, { ...step, event: "release" });
  if (!taken.ok) return taken;
  await tx
    .update(application)
    .set({ gaveWay: false })
    .where(and(eq(application.regionId, regionId), eq(application.id, id)));
  await endPending(tx, row, now);
  if (quiet) return ok();
  const cause = `released:${hold?.id ?? `${id}:${row.version}`}`;
  await tellFamily(tx, row, { cause, template: "released", params: { number } }, now);
  return ok();
}

async function endOfStopList(tx: Tx, row: ApplicationRow, now: Date): Promise<Date> {
  const { regionId, queueType } = row;
  const { parameters } = await policyFor({ regionId, queueType, at: now }, tx);
  return endOfDay(addDays(localDateOf(now), parameters.stopListDays));
}

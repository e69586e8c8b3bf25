import { z } from "zod";
import { applicationReturn } from "#db/schema/office.ts";
import type { Actor } from "#lib/access/actor.ts";
import type { Refusal } from "#lib/access/authorize.ts";
import { deadlineAfterWorkingDays } from "#lib/calendar/deadlines.ts";
import { calendarInForce } from "#lib/calendar/in-force.ts";
import { localDateOf } from "#lib/calendar/local-date.ts";
import { newId } from "#lib/platform/ids.ts";
import { plainWords } from "#lib/platform/plain-words.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import { policyFor } from "#lib/regions/views.ts";
import { byOfficer, endPending, isRepeated, type OfficeOrder } from "./by-officer.ts";
import { takeStep } from "./deed.ts";
import { appealUntilOf } from "./decision.ts";
import { returnReasons } from "./office-grounds.ts";
import { tellFamily } from "./tell-family.ts";

/** Letters of an officer's note to a family. */
export const noteLimit = 1_000;

const input = z.strictObject({
  reasons: z.array(z.enum(returnReasons)).min(1).max(returnReasons.length),
  note: z.string().transform(plainWords).pipe(z.string().max(noteLimit)),
});

export type ReturnOrder = OfficeOrder & {
  readonly reasons: readonly string[];
  /** What exactly is to be mended, in the officer's words; may be empty. */
  readonly note: string;
};

type OwnCode = "malformed" | "out-of-turn";

/**
 * Gives an application back for correction: what is to be mended and until when is stored and told to everybody who acts
 * for the child. The place in the queue stays.
 * @returns `malformed`: no known reason, or too long a note
 */
export async function returnForCorrection(
  actor: Actor,
  order: ReturnOrder,
  now: Date,
): Promise<Result<undefined, Refusal | OwnCode>> {
  const told = { kind: "returned-for-correction", legalGround: "office-return" } as const;
  return await byOfficer<OwnCode>(
    actor,
    "staff.application.return",
    order,
    now,
    async (tx, row, by) => {
      const given = input.safeParse({ reasons: order.reasons, note: order.note });
      if (!given.success) return fail("malformed");
      const { regionId, id, number, queueType } = row;
      const reasons = [...new Set(given.data.reasons)];
      const note = given.data.note || null;
      const same = { ...told, by: by.personId, note, facts: { reasons } };
      if (await isRepeated(tx, row, same)) return ok(null);
      const { parameters } = await policyFor({ regionId, queueType, at: now }, tx);
      const days = parameters.correctionWorkingDays;
      const deadlineAt = deadlineAfterWorkingDays(now, days, calendarInForce());
      const taken = await takeStep(tx, row, {
        ...told,
        event: "return-for-correction",
        at: now,
        actorRole: "officer",
        data: { reasons, until: deadlineAt.toISOString() },
        decidedBy: by.personId,
        note,
      });
      if (!taken.ok) return taken;
      await endPending(tx, row, now);
      const returnId = newId();
      const where = { regionId, id: returnId, applicationId: id };
      const what = { reasons, note, returnedAt: now, deadlineAt, state: "open" as const };
      await tx.insert(applicationReturn).values({ ...where, ...what });
      const objectBy = localDateOf(await appealUntilOf(tx, row));
      const params = {
        number,
        until: localDateOf(deadlineAt),
        reasons: reasons.join(","),
        objectBy,
      };
      const news = { cause: `returned:${returnId}`, template: "returned", params } as const;
      await tellFamily(tx, row, { ...news, prescribed: true, expiresAt: deadlineAt }, now);
      return ok({ reasons, until: deadlineAt.toISOString() });
    },
  );
}

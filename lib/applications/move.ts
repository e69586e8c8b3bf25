import { and, eq } from "drizzle-orm";
import { transaction } from "#db/client.ts";
import { application } from "#db/schema/applications.ts";
import type { Actor } from "#lib/access/actor.ts";
import type { Refusal } from "#lib/access/authorize.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import { districtsOf, policyFor } from "#lib/regions/views.ts";
import { type Addressed, lockFor, meetingTries, takeStep } from "./deed.ts";
import { judgeMove } from "./move-rules.ts";
import { tellFamily } from "./tell-family.ts";
import { partFromTwins } from "./twins-deeds.ts";

export type MoveOrder = Addressed & {
  /** KATO of the district to move to. */
  readonly districtKato: string;
  readonly requestId: string | null;
};

/**
 * To another district of the same portal: the queue there, with the instant of the registration. Twins who wanted
 * places together part. Everybody is told, whoever did it as well; to the district one stands in already is done.
 */
export async function moveToDistrict(
  actor: Actor,
  order: MoveOrder,
  now: Date,
): Promise<Result<undefined, Refusal | "out-of-turn" | "no-districts" | "unknown-district">> {
  return await transaction(
    async (tx) => {
      const locked = await lockFor(tx, actor, "application.move", order);
      if (!locked.ok) return locked;
      const row = locked.value;
      const { regionId, id, number, queueType } = row;
      const { parameters } = await policyFor({ regionId, queueType, at: now }, tx);
      const districts = (await districtsOf(regionId, tx)).map((each) => each.kato);
      const verdict = judgeMove(row, order.districtKato, {
        districts,
        required: parameters.districtsRequired,
      });
      if (!verdict.ok) return verdict.code === "already-there" ? ok() : fail(verdict.code);
      const districtKato = verdict.value;
      const by = { actorRole: "parent", legalGround: "applicants-wish", at: now } as const;
      await partFromTwins(tx, row, by);
      await tx
        .update(application)
        .set({ districtKato })
        .where(and(eq(application.regionId, regionId), eq(application.id, id)));
      const taken = await takeStep(tx, row, {
        kind: "moved",
        ...by,
        change: { districtKato },
      });
      if (!taken.ok) return taken;
      await recordAudit(tx, {
        actor,
        action: "application.move",
        role: "parent",
        regionId,
        subject: { kind: "application", id },
        concernsId: row.childId,
        detail: { number, from: row.districtKato, to: districtKato },
        requestId: order.requestId,
        at: now,
      });
      const cause = `moved:${id}:${now.getTime()}`;
      await tellFamily(tx, row, { cause, template: "moved", params: { number } }, now);
      return ok();
    },
    { tries: meetingTries },
  );
}

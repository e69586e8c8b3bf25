import { transaction } from "#db/client.ts";
import type { Actor } from "#lib/access/actor.ts";
import type { Refusal } from "#lib/access/authorize.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { ok, type Result } from "#lib/platform/result.ts";
import { endAll } from "./by-officer.ts";
import { type Addressed, lockFor, meetingTries, takeStep } from "./deed.ts";
import { tellFamily } from "./tell-family.ts";
import { partFromTwins } from "./twins-deeds.ts";

export type WithdrawOrder = Addressed & { readonly requestId: string | null };

/**
 * «Отозвать заявление»: the child leaves the queue for good, a new application begins with its own instant. Any owner
 * may; everybody whom it concerns is told at once, whoever did it as well, for a session may be a thief's. Doing it
 * twice does it once.
 * @returns `out-of-turn` for one that is closed already
 */
export async function withdrawApplication(
  actor: Actor,
  order: WithdrawOrder,
  now: Date,
): Promise<Result<undefined, Refusal | "out-of-turn">> {
  return await transaction(
    async (tx) => {
      const locked = await lockFor(tx, actor, "application.withdraw", order);
      if (!locked.ok) return locked;
      const row = locked.value;
      if (row.status === "WITHDRAWN") return ok();
      const { regionId, id, number } = row;
      const by = { actorRole: "parent", legalGround: "applicants-wish", at: now } as const;
      await partFromTwins(tx, row, by);
      const taken = await takeStep(tx, row, {
        event: "withdraw",
        kind: "withdrawn",
        ...by,
      });
      if (!taken.ok) return taken;
      await endAll(tx, row, now);
      await recordAudit(tx, {
        actor,
        action: "application.withdraw",
        role: "parent",
        regionId,
        subject: { kind: "application", id },
        concernsId: row.childId,
        detail: { number, from: row.status },
        requestId: order.requestId,
        at: now,
      });
      const news = { cause: `withdrawn:${id}`, template: "withdrawn", params: { number } } as const;
      await tellFamily(tx, row, { ...news, prescribed: true }, now);
      return ok();
    },
    { tries: meetingTries },
  );
}

import { transaction } from "#db/client.ts";
import type { Actor } from "#lib/access/actor.ts";
import type { Refusal } from "#lib/access/authorize.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { localDateOf } from "#lib/calendar/local-date.ts";
import { ok, type Result } from "#lib/platform/result.ts";
import { claimsOf, endClaim, holderOf } from "./claims.ts";
import { type Addressed, lockFor, takeStep } from "./deed.ts";
import { classWithout, judgeGivingUp } from "./privilege-change.ts";
import { tellFamily } from "./tell-family.ts";

export type GivingUp = Addressed & {
  /** Code of the ground. */
  readonly category: string;
  readonly requestId: string | null;
};

/**
 * «Снять льготу»: the child stands where it would have stood without it from the beginning. Everybody is told, whoever
 * did it as well. Doing it twice does it once.
 */
export async function giveUpPrivilege(
  actor: Actor,
  order: GivingUp,
  now: Date,
): Promise<Result<undefined, Refusal | "out-of-turn" | "not-claimed">> {
  return await transaction(async (tx) => {
    const locked = await lockFor(tx, actor, "application.privilege.give-up", order);
    if (!locked.ok) return locked;
    const row = locked.value;
    const { regionId, id, number } = row;
    const claims = await claimsOf(tx, row);
    const claim = claims.find((each) => each.category === order.category);
    if (claim?.status === "withdrawn") return ok();
    const verdict = judgeGivingUp(holderOf(row, claims), order.category);
    if (!verdict.ok) return verdict;
    if (claim === undefined) throw new Error("a claim that stands is not there");
    await endClaim(tx, claim, "withdrawn", now);
    const { category } = claim;
    const next = classWithout(claims, category, localDateOf(now));
    const taken = await takeStep(tx, row, {
      kind: "privilege-given-up",
      at: now,
      actorRole: "parent",
      legalGround: "applicants-wish",
      data: { claimId: claim.id, category },
      change: { class: next },
    });
    if (!taken.ok) return taken;
    await recordAudit(tx, {
      actor,
      action: "application.privilege.give-up",
      role: "parent",
      regionId,
      subject: { kind: "application", id },
      concernsId: row.childId,
      detail: { number, category, class: next },
      requestId: order.requestId,
      at: now,
    });
    const cause = `privilege-given-up:${claim.id}:${now.getTime()}`;
    await tellFamily(tx, row, { cause, template: "privilege-given-up", params: { number } }, now);
    return ok();
  });
}

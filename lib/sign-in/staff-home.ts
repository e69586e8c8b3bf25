import type { Actor, RoleGrant } from "#lib/access/actor.ts";
import { authorize, type Refusal } from "#lib/access/authorize.ts";
import { ok, type Result } from "#lib/platform/result.ts";

export type StaffHome = {
  /** What this person may be in this region's portal: granted here, or everywhere. */
  readonly grants: readonly RoleGrant[];
};

/** The desk of a staff member in one region's portal; `not-yours` for whoever has no role there. */
export function staffHome(actor: Actor, regionId: number): Result<StaffHome, Refusal> {
  const allowed = authorize(actor, "staff.home", { regionId });
  if (!allowed.ok) return allowed;
  const grants = (actor.kind === "person" ? actor.roles : []).filter(
    (grant) => grant.regionId === regionId || grant.regionId === null,
  );
  return ok({ grants });
}

import { fail, ok, type Result } from "#lib/platform/result.ts";
import { type ActionName, type ActionRule, ruleOf } from "./actions.ts";
import type { Actor, PersonActor } from "./actor.ts";

/** What the action is about, as loaded by both region and id. An absent part matches nobody. */
export type Subject = {
  readonly regionId?: number | null;
  /** The persons to whom it belongs: the applicant, the legal representatives. */
  readonly ownerIds?: readonly string[];
};

export type Refusal = "signed-out" | "too-light" | "not-yours";

/**
 * The only guard of the portal; pure, so that the whole matrix can be tested. Whether it is yours is asked before how
 * you signed in: a stranger learns «no such thing», never «sign in better to see it».
 */
export function authorize(
  actor: Actor,
  action: ActionName,
  subject: Subject = {},
): Result<undefined, Refusal> {
  const rule = ruleOf(action);
  if (rule === undefined) return fail("not-yours");
  if (rule.who === "anyone") return ok();
  if (actor.kind !== "person") return fail("signed-out");

  const grants =
    rule.who === "parent" ? null : actor.roles.filter((grant) => rule.who.includes(grant.role));
  if (grants !== null && grants.length === 0) return fail("not-yours");

  if (rule.scope === "own" && !isOwner(actor, subject)) return fail("not-yours");
  if (rule.scope === "region" || rule.scope === "desk") {
    if (typeof subject.regionId !== "number") return fail("not-yours");
    const regions = (grants ?? []).map((grant) => grant.regionId);
    const everywhere =
      rule.scope === "desk" &&
      (grants ?? []).some((grant) => grant.role === "platform_admin" && grant.regionId === null);
    if (!everywhere && !regions.includes(subject.regionId)) return fail("not-yours");
  }
  return weight(actor, rule.strength);
}

// Compared by name, not by rank: a strength nobody foresaw opens nothing.
function weight(
  { strength, onHold }: PersonActor,
  needed: ActionRule["strength"],
): Result<undefined, Refusal> {
  if (strength === "strong") return ok();
  if (strength !== "light" && strength !== "two-factor") return fail("too-light");
  switch (needed) {
    case "light":
      return ok();
    case "settled":
      return onHold ? fail("too-light") : ok();
    case "two-factor":
      // A password that was set while the phone was a stranger's is none of the two.
      return strength === "two-factor" && !onHold ? ok() : fail("too-light");
    case "strong":
      return fail("too-light");
  }
}

function isOwner(actor: PersonActor, subject: Subject): boolean {
  return (subject.ownerIds ?? []).includes(actor.personId);
}

/** The status of an answer of `/api` to a refusal; pages lead to sign-in or step-up instead. */
export function statusOfRefusal(refusal: Refusal): 401 | 403 | 404 {
  switch (refusal) {
    case "signed-out":
      return 401;
    case "too-light":
      return 403;
    case "not-yours":
      return 404;
  }
}

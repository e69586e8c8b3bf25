import { db, transaction } from "#db/client.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize, type Refusal } from "#lib/access/authorize.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import type { Visitor } from "./by-code.ts";
import { isKnownDevice } from "./known-devices.ts";
import { countPasswordTry } from "./password-budget.ts";
import { checkPassword, hashPassword } from "./password-hash.ts";
import { longestPassword, normalPassword } from "./password-rules.ts";
import {
  endOtherSessions,
  type NewPassword,
  type NewPasswordProblem,
  passwordHashOf,
  problemsOfNewPassword,
  savePassword,
} from "./passwords.ts";
import { tellOfNewPassword } from "./tell-of-new-password.ts";

export type PasswordStanding = {
  /** False for whoever never chose one: they enter by signature or one-time code. */
  readonly exists: boolean;
  /** Whether the old one is asked for: not of somebody signed in with an electronic signature. */
  readonly askOld: boolean;
  /** False while the phone was replaced by answers a short while ago, by a light sign-in. */
  readonly mayChange: boolean;
};

/** What the page of the password needs to know. */
export async function passwordStanding(actor: Actor): Promise<Result<PasswordStanding, Refusal>> {
  if (actor.kind !== "person") return fail("signed-out");
  const subject = { ownerIds: [actor.personId] };
  const allowed = authorize(actor, "profile.read", subject);
  if (!allowed.ok) return allowed;
  const exists = (await passwordHashOf(db(), actor.personId)) !== null;
  const { ok: mayChange } = authorize(actor, "password.change", subject);
  return ok({ exists, askOld: exists && actor.strength !== "strong", mayChange });
}

export type PasswordOrder = NewPassword & { readonly old: string };

export type PasswordChangeProblem =
  | NewPasswordProblem
  | { readonly field: "old"; readonly code: "required" | "wrong" };

/**
 * A new password: by the old one, or by an electronic signature. All other sessions end, and the person is told by every
 * channel. Wrong old passwords count like those at the door, so that a borrowed session is no way around its limits.
 * @returns `mend` with what to mend, `too-many` with the instant from which the next try has a chance, `busy`
 */
export async function changePassword(
  actor: Actor,
  visitor: Visitor,
  typed: PasswordOrder,
  now: Date,
): Promise<
  | Result<undefined, Refusal | "busy">
  | Result<undefined, "mend", readonly PasswordChangeProblem[]>
  | Result<undefined, "too-many", { readonly until: Date }>
> {
  if (actor.kind !== "person") return fail("signed-out");
  const { personId, iin } = actor;
  const allowed = authorize(actor, "password.change", { ownerIds: [personId] });
  if (!allowed.ok) return allowed;
  const current = await passwordHashOf(db(), personId);
  const askOld = actor.strength !== "strong";
  const problems: PasswordChangeProblem[] = problemsOfNewPassword(typed, [iin]);
  if (askOld && typed.old === "") problems.unshift({ field: "old", code: "required" });
  if (problems.length > 0) return fail("mend", problems);
  if (askOld) {
    const knownDevice = await isKnownDevice(db(), personId, visitor.deviceSecret, now);
    const until = await countPasswordTry({ ...visitor, subject: iin, knownDevice }, now);
    if (until !== null) return fail("too-many", { until });
    const old = normalPassword(typed.old).slice(0, longestPassword * 2);
    const checked = await checkPassword(old, current);
    if (!checked.ok) return fail("busy");
    if (!checked.value.fits) return fail("mend", [{ field: "old", code: "wrong" }]);
  }
  const hash = await hashPassword(typed.password);
  if (!hash.ok) return fail("busy");
  return transaction(async (tx) => {
    await savePassword(tx, personId, hash.value, now);
    await endOtherSessions(tx, personId, actor.sessionId, now);
    await recordAudit(tx, {
      actor,
      action: "password.change",
      role: "parent",
      regionId: visitor.regionId,
      subject: { kind: "person", id: personId },
      concernsId: personId,
      detail: { by: askOld ? "password" : "signature" },
      at: now,
    });
    await tellOfNewPassword(tx, { personId, regionId: visitor.regionId }, now);
    return ok();
  });
}

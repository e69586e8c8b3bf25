import { db, transaction } from "#db/client.ts";
import { personByIin } from "#lib/people/records.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import type { Visitor } from "./by-code.ts";
import { enter, type Entry, type Opened } from "./enter.ts";
import { isKnownDevice } from "./known-devices.ts";
import { countPasswordTry } from "./password-budget.ts";
import { checkPassword, hashPassword } from "./password-hash.ts";
import { longestPassword, normalPassword } from "./password-rules.ts";
import { passwordHashOf, savePassword } from "./passwords.ts";
import { recordRefusal } from "./refusals.ts";

const nobody = "00000000-0000-0000-0000-000000000000";

/**
 * IIN and password. The try is counted before anything is compared; an IIN that nobody has, one without a password and
 * a wrong password cost the same and get the same answer.
 * @returns `too-many` with the instant from which the next try has a chance
 */
export async function enterByPassword(
  visitor: Visitor,
  iin: string,
  typed: string,
  entry: Entry,
  now: Date,
): Promise<Result<Opened, "wrong" | "too-many" | "busy", { readonly until: Date | null }>> {
  const person = await personByIin(db(), iin);
  const knownDevice = await isKnownDevice(db(), person?.id ?? null, visitor.deviceSecret, now);
  const attempt = { ...visitor, subject: iin, knownDevice };
  const until = await countPasswordTry(attempt, now);
  if (until !== null) return fail("too-many", { until });
  const hash = await passwordHashOf(db(), person?.id ?? nobody);
  const text = normalPassword(typed).slice(0, longestPassword * 2);
  const checked = await checkPassword(text, hash);
  if (!checked.ok) return fail("busy", { until: null });
  if (person === null || !checked.value.fits) {
    await recordRefusal({ ...visitor, way: "password", code: "wrong", subject: iin, entry }, now);
    return fail("wrong", { until: null });
  }
  const anew = checked.value.outdated ? await hashPassword(text) : null;
  const opened = await transaction(async (tx) => {
    if (anew?.ok) await savePassword(tx, person.id, anew.value, now);
    const proof = { personId: person.id, iin, regionId: visitor.regionId, evidenceId: null };
    return enter(
      tx,
      { ...proof, strength: "light", method: "password", deviceSecret: visitor.deviceSecret },
      entry,
      now,
    );
  });
  return ok(opened);
}

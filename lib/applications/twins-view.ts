import { db } from "#db/client.ts";
import type { Actor } from "#lib/access/actor.ts";
import type { Refusal } from "#lib/access/authorize.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import type { Addressed } from "./deed.ts";
import { readFor } from "./read-for.ts";
import { areTwins } from "./twins.ts";
import { belongsTo, familyOf } from "./twins-deeds.ts";

export type TwinsView = {
  /** Whether all of them take places together now. */
  readonly together: boolean;
  /** Numbers of the twins' other applications, and the child's given name where the person may see it. */
  readonly others: readonly { readonly number: string }[];
};

/** The twins of an application's child that belong to the person who asks; empty for most. */
export async function twinsOf(actor: Actor, where: Addressed): Promise<Result<TwinsView, Refusal>> {
  const found = await readFor(db(), actor, "application.read", where);
  if (!found.ok) return found;
  if (actor.kind !== "person") return fail("signed-out");
  const { personId } = actor;
  const family = await familyOf(db(), found.value);
  const own = family.find(({ row }) => row.id === found.value.id);
  const twins = family.filter(
    ({ facts }) => own !== undefined && areTwins(own.facts, facts) && belongsTo(facts, personId),
  );
  const { groupId } = found.value;
  return ok({
    together: groupId !== null && twins.every(({ row }) => row.groupId === groupId),
    others: twins.map(({ row }) => ({ number: row.number })),
  });
}

import { getActor } from "#app/_request/actor.ts";
import { refusal, regionIdOf } from "#app/api/uploads/answer.ts";
import type { PersonActor } from "#lib/access/actor.ts";

/** A question for a file of one's own: refused here when nobody is signed in or the region has no portal. */
export async function ownFile(
  region: string,
  open: (actor: PersonActor, regionId: number) => Promise<Response>,
): Promise<Response> {
  const actor = await getActor();
  if (actor.kind !== "person") return refusal("signed-out");
  const regionId = await regionIdOf(region);
  return regionId === null ? refusal("not-yours") : await open(actor, regionId);
}

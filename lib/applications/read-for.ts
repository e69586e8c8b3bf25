import { and, eq } from "drizzle-orm";
import type { Queryable } from "#db/client.ts";
import { application } from "#db/schema/applications.ts";
import type { ActionName } from "#lib/access/actions.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize, type Refusal } from "#lib/access/authorize.ts";
import { ownersOfApplication } from "#lib/people/representation.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import type { Addressed, ApplicationRow } from "./deed.ts";

/** The application with this number in this region, unlocked, for a view; see `lockFor`. */
export async function readFor(
  from: Queryable,
  actor: Actor,
  action: ActionName,
  { regionId, number }: Addressed,
): Promise<Result<ApplicationRow, Refusal>> {
  const [row] = await from
    .select()
    .from(application)
    .where(and(eq(application.regionId, regionId), eq(application.number, number)));
  const ownerIds = row === undefined ? [] : await ownersOfApplication(from, regionId, row.id);
  const allowed = authorize(actor, action, { regionId, ownerIds });
  if (!allowed.ok) return allowed;
  return row === undefined ? fail("not-yours") : ok(row);
}

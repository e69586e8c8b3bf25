import { and, eq } from "drizzle-orm";
import { db } from "#db/client.ts";
import { application } from "#db/schema/applications.ts";
import type { Actor } from "#lib/access/actor.ts";
import type { Refusal } from "#lib/access/authorize.ts";
import { ok, type Result } from "#lib/platform/result.ts";
import { draftOf } from "./drafts.ts";

/** The number under which one's own draft was registered; null while it is not. */
export async function registeredNumber(
  actor: Actor,
  where: { readonly regionId: number; readonly draftId: string },
): Promise<Result<string | null, Refusal>> {
  const own = await draftOf(actor, where);
  if (!own.ok) return own;
  const { regionId, draftId } = where;
  const [row] = await db()
    .select({ number: application.number })
    .from(application)
    .where(and(eq(application.regionId, regionId), eq(application.draftId, draftId)));
  return ok(row?.number ?? null);
}

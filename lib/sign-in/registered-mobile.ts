import { and, eq } from "drizzle-orm";
import type { Queryable } from "#db/client.ts";
import { signingRequest } from "#db/schema/applications.ts";
import type { MobileSigning } from "./mobile-words.ts";

/**
 * The signing as it stands, with what the queue knows of it: an application is registered in one transaction and noted
 * here in the next, and a process may end in between. Whose text is registered is told so, never that it is too late.
 */
export async function withRegistration(
  from: Queryable,
  row: MobileSigning,
): Promise<MobileSigning> {
  const open = row.state === "waiting" || row.state === "seen";
  if (!open || row.purpose !== "application") return row;
  const [request] = await from
    .select({ state: signingRequest.state })
    .from(signingRequest)
    .where(and(eq(signingRequest.regionId, row.regionId), eq(signingRequest.id, row.subjectId)));
  return request?.state === "used" ? { ...row, state: "done" } : row;
}

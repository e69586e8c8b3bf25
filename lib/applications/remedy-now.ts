import { and, eq, gt } from "drizzle-orm";
import type { Queryable } from "#db/client.ts";
import { queueEvent } from "#db/schema/applications.ts";
import { type Remedy, remedyOf } from "./appeal-rules.ts";
import type { ApplicationRow } from "./deed.ts";
import { runningHold } from "./running-hold.ts";
import { isStatus } from "./status.ts";

/** What an upheld objection to a decision would give back today; `none` where nothing of it is in force any more. */
export async function remedyNow(
  from: Queryable,
  { regionId, id: applicationId, status }: Pick<ApplicationRow, "regionId" | "id" | "status">,
  { kind, eventSeq }: { readonly kind: string; readonly eventSeq: number },
): Promise<Remedy> {
  if (!isStatus(status)) throw new Error(`unknown status ${status}`);
  const [later] = await from
    .select({ seq: queueEvent.seq })
    .from(queueEvent)
    .where(
      and(
        eq(queueEvent.regionId, regionId),
        eq(queueEvent.applicationId, applicationId),
        eq(queueEvent.kind, kind),
        gt(queueEvent.seq, eventSeq),
      ),
    )
    .limit(1);
  const hold = await runningHold(from, { regionId, id: applicationId });
  // A refused privilege and a later refusal of another one are two matters.
  const isLast = later === undefined || kind === "privilege-refused";
  return remedyOf({ kind, isLast, status, heldFor: hold?.ground ?? null });
}

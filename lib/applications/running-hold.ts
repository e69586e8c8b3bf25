import { and, eq, isNull } from "drizzle-orm";
import type { Queryable } from "#db/client.ts";
import { applicationHold } from "#db/schema/office.ts";
import type { ApplicationRow } from "./deed.ts";

/** The hold that keeps an application out of its queue now, or null: it can have only one. */
export async function runningHold(
  from: Queryable,
  { regionId, id }: Pick<ApplicationRow, "regionId" | "id">,
): Promise<Pick<typeof applicationHold.$inferSelect, "id" | "ground" | "until"> | null> {
  const [row] = await from
    .select({
      id: applicationHold.id,
      ground: applicationHold.ground,
      until: applicationHold.until,
    })
    .from(applicationHold)
    .where(
      and(
        eq(applicationHold.regionId, regionId),
        eq(applicationHold.applicationId, id),
        isNull(applicationHold.releasedAt),
      ),
    );
  return row ?? null;
}

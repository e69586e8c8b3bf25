import { and, eq } from "drizzle-orm";
import { transaction } from "#db/client.ts";
import { currentInstant } from "#db/demo-clock.ts";
import { interestPeriod } from "#db/schema/interest.ts";
import { lockApplication, takeStep } from "#lib/applications/deed.ts";
import { addDays, endOfDay, localDateOf } from "#lib/calendar/local-date.ts";

/** As if nobody had answered whether the place is needed: taken off now, with four weeks to come back. */
export async function takeOffForSilence(where: {
  readonly regionId: number;
  readonly applicationId: string;
}): Promise<void> {
  const now = await currentInstant();
  await transaction(async (tx) => {
    const row = await lockApplication(tx, where);
    if (row === null) throw new Error("nobody to take off");
    await takeStep(tx, row, {
      event: "remove",
      kind: "removed",
      at: now,
      actorRole: "system",
      legalGround: "remove-interest",
    });
    await tx
      .update(interestPeriod)
      .set({ removedAt: now, restoreUntil: endOfDay(addDays(localDateOf(now), 28)) })
      .where(
        and(
          eq(interestPeriod.regionId, where.regionId),
          eq(interestPeriod.applicationId, where.applicationId),
        ),
      );
  });
}

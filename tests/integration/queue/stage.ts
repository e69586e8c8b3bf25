import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { db, transaction } from "#db/client.ts";
import { application } from "#db/schema/applications.ts";
import { person } from "#db/schema/people.ts";
import { changeEntries, enterQueue } from "#lib/queue/commands.ts";
import { seedDemo } from "#lib/demo/seed.ts";
import { portalBySlug, type Portal } from "#lib/regions/views.ts";
import type { Step } from "../../unit/queue/random-history.ts";

/** The demo as it is on a day, and its region without districts. */
export async function seededOral(now: Date): Promise<Portal> {
  await seedDemo(now);
  const oral = await portalBySlug("oral");
  if (oral === null) throw new Error("the demo has Oral");
  return oral;
}

/** Applications without a story of their own, so that entries have something to belong to. @returns their ids */
export async function applications(regionId: number, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => randomUUID());
  const [one] = await db().select({ id: person.id }).from(person).limit(1);
  if (!one) throw new Error("the demo has people");
  // One child stands for all: whether it may stand in a queue so often is no question of the queue.
  for (let from = 0; from < ids.length; from += 500) {
    await db()
      .insert(application)
      .values(
        ids.slice(from, from + 500).map((id) => ({
          regionId,
          id,
          number: id,
          entryCode: id,
          queueType: "general",
          childId: one.id,
          status: "WITHDRAWN",
          channel: "import" as const,
          locale: "kk" as const,
          nonResident: false,
          byGuardian: false,
          registeredAt: sql`now()`,
          version: 1,
        })),
      );
  }
  return ids;
}

/** Plays a history into the queues of a region, in one transaction. */
export async function playHistory(
  regionId: number,
  ids: readonly string[],
  steps: readonly Step[],
): Promise<void> {
  await transaction(async (tx) => {
    for (const { app, ...step } of steps) {
      const deed = {
        regionId,
        applicationId: ids[app] ?? "",
        actorRole: "officer" as const,
        legalGround: "register-check",
      };
      if (step.kind === "registered") await enterQueue(tx, [{ ...deed, ...step }]);
      else await changeEntries(tx, [{ ...deed, ...step }]);
    }
  });
}

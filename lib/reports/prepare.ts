import { and, eq, notInArray, sql } from "drizzle-orm";
import { db, transaction } from "#db/client.ts";
import { type Flows, queueStatistics, type Waiting } from "#db/schema/reports.ts";
import { inTurn } from "#lib/platform/in-turn.ts";
import { entryClasses } from "#lib/queue/order.ts";
import { linesOfSlice, nextSlice, type Slice } from "#lib/queue/slices.ts";
import { listPortals, policyFor } from "#lib/regions/views.ts";
import { backTest } from "./back-test.ts";
import { flowsOf } from "./flows.ts";
import { type Life, lifeOf, queueName } from "./lives.ts";

// So many applications are read at once.
const slice = 2_000;
/** Children asked about on each past day of a back-test. */
const sample = 60;

type Queue = { readonly queueType: string; readonly districtKato: string };

/**
 * Counts every region's ledger into what the pages of forecasts and statistics read, and tests the forecast against the
 * region's own past. May run twice, also at once: the later one stays.
 * @param now the portal's clock
 */
export async function prepareStatistics(now: Date): Promise<void> {
  const regions = await listPortals(db());
  await inTurn(
    regions.map(
      ({ id }) =>
        () =>
          prepareRegion(id, now),
    ),
  );
}

async function prepareRegion(regionId: number, now: Date): Promise<void> {
  const lives = await livesOf(regionId);
  const queues = new Map<string, Queue>();
  for (const { steps } of lives) {
    for (const { queue } of steps) {
      const [queueType = "", districtKato = ""] = queue.split("/");
      queues.set(queue, { queueType, districtKato });
    }
  }
  const rows: (typeof queueStatistics.$inferInsert)[] = [];
  for (const { queueType, districtKato } of queues.values()) {
    const queue = queueName({ queueType, districtKato });
    const own = lives.filter(({ steps }) => steps.some((step) => step.queue === queue));
    const { parameters } = await policyFor({ regionId, queueType, at: now });
    const flows: Flows | null = flowsOf(own, queue, now);
    const question = { queue, now, ratio: parameters.priorityRatio, seed: regionId, sample };
    const tested = backTest(own, question);
    const waiting = waitingOf(own, queue, now);
    rows.push({ regionId, queueType, districtKato, madeAt: now, waiting, flows, tested });
  }
  await transaction(async (tx) => {
    for (const row of rows) {
      await tx
        .insert(queueStatistics)
        .values(row)
        .onConflictDoUpdate({
          target: [
            queueStatistics.regionId,
            queueStatistics.queueType,
            queueStatistics.districtKato,
          ],
          set: row,
        });
    }
    const named = rows.map((row) => queueName(row));
    const own = sql`${queueStatistics.queueType} || '/' || ${queueStatistics.districtKato}`;
    await tx
      .delete(queueStatistics)
      .where(and(eq(queueStatistics.regionId, regionId), notInArray(own, ["", ...named])));
  });
}

/** Everybody who ever stood in a queue of the region. */
async function livesOf(regionId: number): Promise<Life[]> {
  const lives: Life[] = [];
  for (let after: string | null = null; ;) {
    const part: Slice | null = await nextSlice(db(), regionId, after, slice);
    if (part === null) return lives;
    const events = await linesOfSlice(db(), regionId, part);
    for (const own of Map.groupBy(events, (event) => event.applicationId).values()) {
      const life = lifeOf(own);
      if (life !== null) lives.push(life);
    }
    after = part.last;
  }
}

function waitingOf(lives: readonly Life[], queue: string, now: Date): Waiting {
  const standing = lives.flatMap(({ steps }) => {
    const step = steps.findLast((each) => each.at <= now);
    return step?.waiting && step.queue === queue ? [step] : [];
  });
  const cohorts = [...Map.groupBy(standing, (step) => step.cohort)];
  return cohorts
    .toSorted(([a], [b]) => a - b)
    .map(([cohort, members]) => {
      const [extraordinary = 0, privileged = 0, ordinary = 0] = entryClasses.map(
        (name) => members.filter((step) => step.class === name).length,
      );
      return { cohort, classes: { extraordinary, "first-priority": privileged, ordinary } };
    });
}

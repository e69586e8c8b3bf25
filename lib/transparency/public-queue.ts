import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { application } from "#db/schema/applications.ts";
import { queueCount } from "#db/schema/queue.ts";
import { pageOfQueue } from "#lib/queue/list.ts";
import type { EntryClass, QueueKey } from "#lib/queue/order.ts";
import { policyFor } from "#lib/regions/views.ts";

/** One child who waits, as anybody may see it: the code of the notice instead of a name. */
export type PublicEntry = {
  readonly entryCode: string;
  readonly queueType: string;
  /** KATO; null where the region has one queue, and where so few wait that the district would point at a family. */
  readonly district: string | null;
  readonly cohort: number;
  readonly class: EntryClass;
  /** Instant, UTC: with the class it decides the order. */
  readonly registeredAt: Date;
  /** From 1, in the queue of its type, district and birth year. */
  readonly position: number;
  readonly status: "waiting" | "turn-came" | "offered";
};

/** Where a portion begins: a position in one of the region's queues. */
export type QueueCursor = Omit<QueueKey, "regionId"> & { readonly position: number };

/** Queues with fewer children do not name their district. */
export const fewest = 10;

/**
 * The children who wait in a region, queue by queue (type, district, birth year) and each in its order. Between two
 * portions the queues may change: a number is that of the portion's instant.
 * @param from where to go on; null for the beginning
 */
export async function publicQueue(
  regionId: number,
  from: QueueCursor | null,
  size: number,
  now: Date,
): Promise<{ readonly entries: readonly PublicEntry[]; readonly next: QueueCursor | null }> {
  const keys = await queuesFrom(regionId, from);
  const entries: PublicEntry[] = [];
  for (const [i, key] of keys.entries()) {
    const first = i === 0 && from !== null && samePlace(key, from) ? from.position : 1;
    const room = size - entries.length;
    if (room === 0) return { entries, next: { ...placeOf(key), position: first } };
    const { total, page } = await portionOf({ regionId, ...key }, { first, size: room }, now);
    entries.push(...page);
    if (first + room <= total) {
      return { entries, next: { ...placeOf(key), position: first + room } };
    }
  }
  return { entries, next: null };
}

type Place = Omit<QueueKey, "regionId">;

const placeOf = ({ queueType, districtKato, cohort }: Place): Place => ({
  queueType,
  districtKato,
  cohort,
});

function samePlace(a: Place, b: Place): boolean {
  return a.queueType === b.queueType && a.districtKato === b.districtKato && a.cohort === b.cohort;
}

/** The region's queues in which somebody waits, in the order of their names, from the cursor's on. */
async function queuesFrom(regionId: number, from: QueueCursor | null): Promise<Place[]> {
  const { queueType, districtKato, cohort } = queueCount;
  const begins =
    from === null
      ? undefined
      : sql`(${queueType}, ${districtKato}, ${cohort})
          >= (${from.queueType}, ${from.districtKato}, ${from.cohort}::integer)`;
  return await db()
    .select({ queueType, districtKato, cohort })
    .from(queueCount)
    .where(and(eq(queueCount.regionId, regionId), begins))
    .groupBy(queueType, districtKato, cohort)
    .having(sql`sum(${queueCount.n}) > 0`)
    .orderBy(asc(queueType), asc(districtKato), asc(cohort));
}

async function portionOf(
  key: QueueKey,
  page: { readonly first: number; readonly size: number },
  now: Date,
): Promise<{ readonly total: number; readonly page: readonly PublicEntry[] }> {
  const { regionId, queueType, districtKato, cohort } = key;
  const { parameters } = await policyFor({ regionId, queueType, at: now });
  const { total, entries } = await pageOfQueue(key, parameters.priorityRatio, page);
  const rows = await db()
    .select({ id: application.id, code: application.entryCode, status: application.status })
    .from(application)
    .where(
      and(
        eq(application.regionId, regionId),
        inArray(
          application.id,
          entries.map(({ applicationId }) => applicationId),
        ),
      ),
    );
  const known = new Map(rows.map((row) => [row.id, row]));
  const district = districtKato === "" || total < fewest ? null : districtKato;
  return {
    total,
    page: entries.flatMap(({ applicationId, position, registeredAt, class: entryClass }) => {
      const row = known.get(applicationId);
      if (row === undefined) return [];
      const status = publicStatus(row.status);
      const told = { entryCode: row.code, queueType, district, cohort, position, status };
      return [{ ...told, class: entryClass, registeredAt }];
    }),
  };
}

// That a family has to mend its application is nobody else's affair.
function publicStatus(status: string): PublicEntry["status"] {
  if (status === "TURN_CAME") return "turn-came";
  return status === "OFFERED" ? "offered" : "waiting";
}

import { createHmac } from "node:crypto";
import { and, eq, inArray, sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { application } from "#db/schema/applications.ts";
import { queueCount } from "#db/schema/queue.ts";
import { pageOfQueue } from "#lib/queue/list.ts";
import { env } from "#lib/platform/env.ts";
import type { EntryClass, QueueKey } from "#lib/queue/order.ts";
import { policyFor } from "#lib/regions/views.ts";
import { namedAmong } from "./named-districts.ts";

/** One child who waits, as anybody may see it: the code of the notice instead of a name. */
export type PublicEntry = {
  readonly entryCode: string;
  readonly queueType: string;
  /**
   * KATO; null where the region has one queue, and where so few wait that the district would point at a family, or would
   * be the only one left to be such.
   */
  readonly district: string | null;
  readonly cohort: number;
  readonly class: EntryClass;
  /** Instant, UTC: with the class it decides the order. */
  readonly registeredAt: Date;
  /** From 1, in the queue of its type, district and birth year. */
  readonly position: number;
  readonly status: "waiting" | "turn-came" | "offered";
};

/** Where a portion begins: a position in one of the region's queues, which its mark names to nobody but the portal. */
export type QueueCursor = {
  readonly queueType: string;
  readonly cohort: number;
  readonly mark: string;
  readonly position: number;
};

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
  const queues = (await queuesOf(regionId)).filter((queue) => from === null || isFrom(queue, from));
  const entries: PublicEntry[] = [];
  for (const [i, { key, mark, isNamed }] of queues.entries()) {
    const { queueType, cohort } = key;
    const first = i === 0 && from?.mark === mark ? from.position : 1;
    const room = size - entries.length;
    if (room === 0) return { entries, next: { queueType, cohort, mark, position: first } };
    const { total, page } = await portionOf(key, { first, size: room, isNamed }, now);
    entries.push(...page);
    const position = first + room;
    if (position <= total) return { entries, next: { queueType, cohort, mark, position } };
  }
  return { entries, next: null };
}

type PublishedQueue = {
  readonly key: QueueKey;
  readonly mark: string;
  /** Whether its district is told. */
  readonly isNamed: boolean;
};

/**
 * The region's queues in which somebody waits: by type and birth year, and then by their marks, for the order of the
 * districts would name those that are not named.
 */
async function queuesOf(regionId: number): Promise<PublishedQueue[]> {
  const { queueType, districtKato, cohort } = queueCount;
  const rows = await db()
    .select({ queueType, districtKato, cohort, total: sql<number>`sum(${queueCount.n})::int` })
    .from(queueCount)
    .where(eq(queueCount.regionId, regionId))
    .groupBy(queueType, districtKato, cohort)
    .having(sql`sum(${queueCount.n}) > 0`);
  const side = (row: (typeof rows)[number]) => `${row.queueType} ${row.cohort}`;
  return [...Map.groupBy(rows, side).values()]
    .flatMap((beside) => {
      const named = namedAmong(beside.map(({ total }) => total));
      return beside.map((row, i) => {
        const place = { queueType: row.queueType, districtKato: row.districtKato };
        const key = { regionId, ...place, cohort: row.cohort };
        return { key, mark: markOf(key), isNamed: named.has(i) };
      });
    })
    .toSorted(inOrder);
}

function markOf({ regionId, queueType, districtKato, cohort }: QueueKey): string {
  return createHmac("sha256", env().NEXTAUTH_SECRET)
    .update(`kezek public queue\n${[regionId, queueType, districtKato, cohort].join("\n")}`)
    .digest("base64url")
    .slice(0, 16);
}

const partsOf = ({ key, mark }: PublishedQueue) => [key.queueType, key.cohort, mark] as const;

function inOrder(a: PublishedQueue, b: PublishedQueue): number {
  return compareParts(partsOf(a), partsOf(b));
}

/** Whether a queue is that of the cursor or a later one. */
function isFrom(queue: PublishedQueue, { queueType, cohort, mark }: QueueCursor): boolean {
  return compareParts(partsOf(queue), [queueType, cohort, mark]) >= 0;
}

type Parts = readonly [string, number, string];

function compareParts(a: Parts, b: Parts): number {
  const at = a.findIndex((part, i) => part !== b[i]);
  const [one, two] = [a[at] ?? 0, b[at] ?? 0];
  return one === two ? 0 : one < two ? -1 : 1;
}

async function portionOf(
  key: QueueKey,
  {
    isNamed,
    ...page
  }: { readonly first: number; readonly size: number; readonly isNamed: boolean },
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
  const district = districtKato === "" || !isNamed ? null : districtKato;
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

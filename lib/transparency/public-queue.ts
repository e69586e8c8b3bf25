import { createHmac } from "node:crypto";
import { and, eq, inArray, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { application } from "#db/schema/applications.ts";
import { queueCount } from "#db/schema/queue.ts";
import { env } from "#lib/platform/env.ts";
import { entriesOf, totalOf } from "#lib/queue/list.ts";
import type { EntryClass, QueueKey } from "#lib/queue/order.ts";
import type { ClassCounts } from "#lib/queue/position.ts";
import { snapshot } from "#lib/queue/story.ts";
import { queueTypes } from "#lib/regions/queue-types.ts";
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
 * The children who wait in a region, queue by queue (type, district, birth year) and each in its order. Three questions of
 * one snapshot, however many queues a portion is of. Between two portions the queues may change: a number is that of the
 * portion's instant.
 * @param from where to go on; null for the beginning
 */
export async function publicQueue(
  regionId: number,
  from: QueueCursor | null,
  size: number,
  now: Date,
): Promise<{ readonly entries: readonly PublicEntry[]; readonly next: QueueCursor | null }> {
  // Before the snapshot: who holds one connection and waits for another may wait for ever.
  const ratios = await ratiosOf(regionId, now);
  return await snapshot(async (tx) => {
    const queues = await queuesOf(tx, regionId);
    const { portions, next } = portionsOf(queues, from, size);
    const listed = await entriesOf(
      tx,
      portions.map(({ queue: { key, counts }, first, size: length }) => {
        const ratio = ratios.get(key.queueType);
        if (ratio === undefined) throw new Error(`a queue of no known type: ${key.queueType}`);
        return { key, counts, ratio, first, size: length };
      }),
    );
    const known = await applicationsOf(
      tx,
      regionId,
      listed.flat().map(({ applicationId }) => applicationId),
    );
    const entries = portions.flatMap(({ queue: { key, isNamed } }, i) => {
      const { queueType, districtKato, cohort } = key;
      const district = districtKato === "" || !isNamed ? null : districtKato;
      return (listed[i] ?? []).flatMap(({ applicationId, ...entry }) => {
        const row = known.get(applicationId);
        if (row === undefined) return [];
        const status = publicStatus(row.status);
        return [{ entryCode: row.code, queueType, district, cohort, status, ...entry }];
      });
    });
    return { entries, next };
  });
}

/** How many to one first-priority child, by type of queue. */
async function ratiosOf(regionId: number, at: Date): Promise<ReadonlyMap<string, number>> {
  const ratios = new Map<string, number>();
  for (const queueType of queueTypes) {
    const { parameters } = await policyFor({ regionId, queueType, at });
    ratios.set(queueType, parameters.priorityRatio);
  }
  return ratios;
}

type Part = { readonly queue: PublishedQueue; readonly first: number; readonly size: number };

/** Of which queues a portion is, and where the next one begins. Pure. */
function portionsOf(
  queues: readonly PublishedQueue[],
  from: QueueCursor | null,
  size: number,
): { readonly portions: readonly Part[]; readonly next: QueueCursor | null } {
  const portions: Part[] = [];
  let room = size;
  for (const queue of queues.filter((each) => from === null || isFrom(each, from))) {
    const { key, mark, counts } = queue;
    const first = from?.mark === mark ? from.position : 1;
    const here = Math.min(room, Math.max(0, totalOf(counts) - first + 1));
    if (here > 0) portions.push({ queue, first, size: here });
    room -= here;
    const position = first + here;
    if (room === 0 && position <= totalOf(counts)) {
      return { portions, next: { queueType: key.queueType, cohort: key.cohort, mark, position } };
    }
  }
  return { portions, next: null };
}

type PublishedQueue = {
  readonly key: QueueKey;
  readonly mark: string;
  /** Whether its district is told. */
  readonly isNamed: boolean;
  readonly counts: ClassCounts;
};

/**
 * The region's queues in which somebody waits: by type and birth year, and then by their marks, for the order of the
 * districts would name those that are not named.
 */
async function queuesOf(tx: Tx, regionId: number): Promise<PublishedQueue[]> {
  const { queueType, districtKato, cohort, n } = queueCount;
  const ofClass = (name: EntryClass) =>
    sql<number>`coalesce(sum(${n}) filter (where ${queueCount.class} = ${name}), 0)::int`;
  const rows = await tx
    .select({
      queueType,
      districtKato,
      cohort,
      extraordinary: ofClass("extraordinary"),
      "first-priority": ofClass("first-priority"),
      ordinary: ofClass("ordinary"),
    })
    .from(queueCount)
    .where(eq(queueCount.regionId, regionId))
    .groupBy(queueType, districtKato, cohort)
    .having(sql`sum(${n}) > 0`);
  const side = (row: (typeof rows)[number]) => `${row.queueType} ${row.cohort}`;
  return [...Map.groupBy(rows, side).values()]
    .flatMap((beside) => {
      const named = namedAmong(beside.map(totalOf));
      return beside.map(({ queueType: type, districtKato: kato, cohort: year, ...counts }, i) => {
        const key = { regionId, queueType: type, districtKato: kato, cohort: year };
        return { key, mark: markOf(key), isNamed: named.has(i), counts };
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

async function applicationsOf(tx: Tx, regionId: number, ids: readonly string[]) {
  const rows = await tx
    .select({ id: application.id, code: application.entryCode, status: application.status })
    .from(application)
    .where(and(eq(application.regionId, regionId), inArray(application.id, [...ids])));
  return new Map(rows.map((row) => [row.id, row]));
}

// That a family has to mend its application is nobody else's affair.
function publicStatus(status: string): PublicEntry["status"] {
  if (status === "TURN_CAME") return "turn-came";
  return status === "OFFERED" ? "offered" : "waiting";
}

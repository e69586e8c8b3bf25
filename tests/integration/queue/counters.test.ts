import { readFileSync } from "node:fs";
import { and, eq, inArray, sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { connect, databaseUrl, db, transaction, type Tx } from "#db/client.ts";
import { queueEntry } from "#db/schema/applications.ts";
import { wrongCounters } from "#lib/queue/check-counters.ts";
import { changeEntries, enterQueue } from "#lib/queue/commands.ts";
import { definedPlaceOf } from "#lib/queue/definition.ts";
import { pageOfQueue } from "#lib/queue/list.ts";
import { entryClasses, orderQueue, type QueueKey } from "#lib/queue/order.ts";
import { countsOf, placeOf, placesOf } from "#lib/queue/views.ts";
import type { Portal } from "#lib/regions/views.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { drawn, pickerOf } from "../../unit/queue/random-history.ts";
import { applications, seededOral } from "./stage.ts";

useTestDatabase();

const now = new Date("2026-11-22T09:00:00.000Z");
const random = drawn(64);
const pick = pickerOf(random);
// Edges of days and of blocks of 64 days, an instant many share, and a day before 1970.
const blockStart = 64 * 86_400_000 * 320;
const instants = [
  blockStart,
  blockStart - 1,
  blockStart + 86_400_000,
  blockStart + 86_400_000 - 1,
  blockStart + 63 * 86_400_000,
  now.getTime(),
  -1,
];
const anyInstant = () =>
  new Date(random() < 0.4 ? pick(instants) : blockStart + Math.floor(random() * 4e10));

let oral: Portal;
let ids: string[];
beforeAll(async () => {
  oral = await seededOral(now);
  ids = await applications(oral.id, 300);
  await transaction((tx) =>
    enterQueue(
      tx,
      ids.map((id) => ({
        ...deed(id),
        entry: {
          queueType: pick(["general", "sanatorium"]),
          districtKato: "",
          cohort: pick([2021, 2022]),
          class: pick(entryClasses),
          registeredAt: anyInstant(),
        },
      })),
    ),
  );
});

const deed = (applicationId: string) => ({
  regionId: oral.id,
  applicationId,
  at: now,
  actorRole: "officer" as const,
  legalGround: "register-check",
});
const ratio = 3;
const waiting = async () =>
  await db()
    .select()
    .from(queueEntry)
    .where(and(eq(queueEntry.regionId, oral.id), eq(queueEntry.waiting, true)));

/** Every read against the definition: single places, places of many, counts, and the whole list page by page. */
async function expectTruth(sample: readonly string[]): Promise<void> {
  const many = await placesOf(db(), oral.id, sample, () => ratio);
  for (const applicationId of sample) {
    const where = { regionId: oral.id, applicationId };
    const defined = await definedPlaceOf(db(), where, ratio);
    expect(await placeOf(db(), where, ratio)).toEqual(defined);
    expect(many.get(applicationId) ?? null).toEqual(defined);
  }
  const rows = await waiting();
  const queues = Map.groupBy(rows, (row) => `${row.queueType} ${row.districtKato} ${row.cohort}`);
  for (const queue of queues.values()) {
    const key = keyOf(queue[0]);
    const order = orderQueue(queue, ratio).map((row) => row.applicationId);
    const counts = await countsOf(db(), key);
    for (const name of entryClasses) {
      expect(counts[name]).toBe(queue.filter((row) => row.class === name).length);
    }
    for (let first = 1; first <= order.length + 1; first += 37) {
      const page = await pageOfQueue(key, ratio, { first, size: 37 });
      expect(page.total).toBe(order.length);
      expect(page.entries.map((each) => each.applicationId)).toEqual(
        order.slice(first - 1, first + 36),
      );
      expect(page.entries.map((each) => each.position)).toEqual(
        page.entries.map((_, i) => first + i),
      );
    }
  }
}

test("places read from the counters are those of the definition", async () => {
  await expectTruth(ids.slice(0, 60));
  expect(await wrongCounters(db(), oral.id)).toBe(0);
});

test("and still are after 600 random operations, one by one, many at once, and past the door", async () => {
  const some = () => ids.filter(() => random() < 0.1);
  const operations: (() => Promise<unknown>)[] = [
    () => {
      const kind = pick(["held", "released", "removed", "restored"] as const);
      return transaction((tx) => changeEntries(tx, [{ ...deed(pick(ids)), kind }]));
    },
    () => {
      const change = { cohort: pick([2021, 2022]), class: pick(entryClasses) };
      return transaction((tx) =>
        changeEntries(
          tx,
          some().map((id) => ({ ...deed(id), kind: "moved", change })),
        ),
      );
    },
    () =>
      transaction((tx) =>
        changeEntries(tx, [
          { ...deed(pick(ids)), kind: "corrected", change: { registeredAt: anyInstant() } },
        ]),
      ),
    () =>
      db()
        .update(queueEntry)
        .set({ waiting: random() < 0.7, class: pick(entryClasses), registeredAt: anyInstant() })
        .where(inArray(queueEntry.applicationId, some())),
    async () => {
      const id = pick(ids);
      await db().delete(queueEntry).where(eq(queueEntry.applicationId, id));
      await db()
        .insert(queueEntry)
        .values({
          regionId: oral.id,
          applicationId: id,
          queueType: "general",
          districtKato: "",
          cohort: 2022,
          class: pick(entryClasses),
          registeredAt: anyInstant(),
          waiting: random() < 0.5,
        });
    },
    () => transaction(rolledBack).catch(() => undefined),
  ];
  for (let n = 0; n < 600; n += 1) await pick(operations)();
  await expectTruth(ids);
  expect(await wrongCounters(db(), oral.id)).toBe(0);
});

function keyOf(row: QueueKey | undefined): QueueKey {
  if (row === undefined) throw new Error("an empty queue");
  const { regionId, queueType, districtKato, cohort } = row;
  return { regionId, queueType, districtKato, cohort };
}

async function rolledBack(tx: Tx): Promise<void> {
  await tx.update(queueEntry).set({ waiting: false }).where(eq(queueEntry.regionId, oral.id));
  throw new Error("never");
}

test("many connections that change the same entries at once wait for each other, and nothing is lost", async () => {
  const open = connect(databaseUrl(), 8);
  try {
    const families = Array.from({ length: 8 }, async (_, family) => {
      const own = drawn(family);
      for (let turn = 0; turn < 25; turn += 1) {
        const shuffled = ids.slice(0, 40).toSorted(() => own() - 0.5);
        const kind = own() < 0.5 ? "held" : "released";
        await open.db.transaction((tx) =>
          changeEntries(
            tx,
            shuffled.slice(0, 12).map((id) => ({ ...deed(id), kind })),
          ),
        );
      }
    });
    await Promise.all(families);
  } finally {
    await open.close();
  }
  await expectTruth(ids.slice(0, 60));
  expect(await wrongCounters(db(), oral.id)).toBe(0);
});

describe("the check of the counters", () => {
  test("finds one update that was not counted, and the place that it makes wrong", async () => {
    const place = async (applicationId: string) => {
      const where = { regionId: oral.id, applicationId };
      return [await placeOf(db(), where, ratio), await definedPlaceOf(db(), where, ratio)];
    };
    const [row] = await waiting();
    const behind = (await waiting()).filter(
      (each) => each.queueType === row?.queueType && each.cohort === row.cohort,
    );
    await db().execute(sql`alter table queue_entry disable trigger counted_update`);
    const where = eq(queueEntry.applicationId, row?.applicationId ?? "");
    await db().update(queueEntry).set({ waiting: false }).where(where);
    await db().execute(sql`alter table queue_entry enable trigger counted_update`);
    expect(await wrongCounters(db(), oral.id)).toBe(1);
    const [counted, defined] = await place(
      behind.find((each) => each.applicationId !== row?.applicationId)?.applicationId ?? "",
    );
    expect(counted?.total).toBe((defined?.total ?? 0) + 1);
  });

  test("the migration counts what stands already, block by block", async () => {
    const migration = readFileSync("db/migrations/0010_counters.sql", "utf8");
    const backfill = migration
      .split("--> statement-breakpoint")
      .find(
        (statement) =>
          statement.includes("INSERT INTO queue_count (region_id") &&
          statement.includes("array_agg"),
      );
    await db().execute(sql`delete from queue_count`);
    expect(await wrongCounters(db(), oral.id)).toBeGreaterThan(0);
    await db().execute(sql.raw(backfill ?? ""));
    expect(await wrongCounters(db(), oral.id)).toBe(0);
    await expectTruth(ids.slice(0, 20));
  });
});

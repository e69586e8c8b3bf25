import { asc, eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { queueEntry, queueEvent } from "#db/schema/applications.ts";
import { orderQueue } from "#lib/queue/order.ts";
import { placeAt } from "#lib/queue/past.ts";
import { replay } from "#lib/queue/replay.ts";
import { placeOf } from "#lib/queue/views.ts";
import type { Portal } from "#lib/regions/views.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { randomHistory } from "../../unit/queue/random-history.ts";
import { applications, playHistory, seededOral } from "./stage.ts";

useTestDatabase();

const now = new Date("2026-11-22T09:00:00.000Z");
const ratio = 3;
const history = randomHistory(7, 600, 60);
let oral: Portal;
let ids: string[];
beforeAll(async () => {
  oral = await seededOral(now);
  ids = await applications(oral.id, history.expected.length);
  await playHistory(oral.id, ids, history.steps);
});

/** Where everybody stood at an instant, by replaying the whole ledger and walking the queues. */
async function everybodyAt(at: Date): Promise<Map<string, number>> {
  const events = await db()
    .select()
    .from(queueEvent)
    .where(eq(queueEvent.regionId, oral.id))
    .orderBy(asc(queueEvent.seq));
  const waiting = [...replay(events, at)].flatMap(([id, { entry }]) =>
    entry?.waiting ? [{ ...entry, id, seq: entry.seq ?? 0 }] : [],
  );
  const queues = Map.groupBy(waiting, (e) => `${e.queueType} ${e.districtKato} ${e.cohort}`);
  return new Map(
    [...queues.values()].flatMap((queue) =>
      orderQueue(queue, ratio).map(({ id }, index) => [id, index + 1] as const),
    ),
  );
}

describe("the place at a past instant", () => {
  test.each([0, 1, 50, 200, 430, 599])(
    "after event %i is what the whole ledger tells",
    async (n) => {
      const at = history.steps[n]?.at ?? now;
      const everybody = await everybodyAt(at);
      for (const id of ids.slice(0, 25)) {
        const place = await placeAt({ regionId: oral.id, applicationId: id }, ratio, at);
        expect(place?.position ?? null).toBe(everybody.get(id) ?? null);
      }
    },
  );

  test("is the present one now", async () => {
    const rows = await db()
      .select({ applicationId: queueEntry.applicationId })
      .from(queueEntry)
      .where(eq(queueEntry.regionId, oral.id));
    for (const { applicationId } of rows.filter((_, index) => index % 20 === 0)) {
      const entry = { regionId: oral.id, applicationId };
      expect(await placeAt(entry, ratio, now)).toEqual(await placeOf(db(), entry, ratio));
    }
  });

  test("is none before the registration", async () => {
    const entry = { regionId: oral.id, applicationId: ids[0] ?? "" };
    expect(await placeAt(entry, ratio, new Date("2020-01-01T00:00:00Z"))).toBeNull();
  });
});

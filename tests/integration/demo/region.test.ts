import { eq, sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { application, queueEntry, queueEvent } from "#db/schema/applications.ts";
import { person } from "#db/schema/people.ts";
import { seedDemo } from "#lib/demo/seed.ts";
import { hasCheckDigit } from "#lib/identity/iin.ts";
import { checkLedger } from "#lib/queue/check-ledger.ts";
import { definedPlaceOf } from "#lib/queue/definition.ts";
import { placeOf } from "#lib/queue/views.ts";
import { portalBySlug, type Portal } from "#lib/regions/views.ts";
import { useTestDatabase } from "#tests/support/database.ts";

// The full demo in small: the same story of the same years, with fewer families.

useTestDatabase();

const now = new Date("2026-11-22T09:00:00Z");
const crowd = 1_500;
let oral: Portal;

beforeAll(async () => {
  await seedDemo(now, { size: "full", crowd });
  const found = await portalBySlug("oral");
  if (!found) throw new Error("the demo has Oral");
  oral = found;
}, 60_000);

describe("the region of the full demo", () => {
  test("has so many waiting, and two years of those who left", async () => {
    const [waiting] = await db()
      .select({ n: sql<number>`count(*)::int` })
      .from(queueEntry)
      .where(sql`${queueEntry.waiting} and ${queueEntry.regionId} = ${oral.id}`);
    // Three more are the families of the story.
    expect(waiting?.n).toBe(crowd + 3);
    const kinds = await db()
      .select({ kind: queueEvent.kind, n: sql<number>`count(*)::int` })
      .from(queueEvent)
      .where(eq(queueEvent.regionId, oral.id))
      .groupBy(queueEvent.kind);
    const seen = new Map(kinds.map(({ kind, n }) => [kind, n]));
    const told = [
      "registered",
      "privilege-claimed",
      "privilege-confirmed",
      "privilege-refused",
      "privilege-expired",
      "moved",
      "held",
      "released",
      "turn-came",
      "turn-passed",
      "referred",
      "enrolled",
      "withdrawn",
      "removed",
      "restored",
      "interest-confirmed",
    ];
    expect(told.filter((kind) => !seen.has(kind))).toEqual([]);
    expect(seen.get("enrolled")).toBeGreaterThan(crowd / 2);
    const [summer] = await db()
      .select({
        share: sql<number>`avg((extract(month from ${queueEvent.at} at time zone 'Asia/Almaty') in (7, 8))::int)::float`,
      })
      .from(queueEvent)
      .where(eq(queueEvent.kind, "referred"));
    expect(summer?.share).toBeGreaterThan(0.35);
  });

  test("follows from its ledger to the last row, counters included", async () => {
    const check = await checkLedger(oral.id);
    expect(check).toMatchObject({ wrongCounters: 0, differences: [] });
    expect(check.entries).toBeGreaterThan(crowd * 1.5);
    const some = await db().execute<{ regionId: number; applicationId: string }>(sql`
      select region_id as "regionId", application_id as "applicationId" from queue_entry
      where waiting and region_id = ${oral.id} order by application_id limit 40`);
    for (const entry of some) {
      expect(await placeOf(db(), entry, 3)).toEqual(await definedPlaceOf(db(), entry, 3));
    }
  });

  test("has rows that agree with one another", async () => {
    const rows = await db()
      .select({ iin: person.iin, status: application.status, entry: queueEntry })
      .from(application)
      .innerJoin(person, eq(person.id, application.childId))
      .innerJoin(queueEntry, eq(queueEntry.applicationId, application.id))
      .where(eq(application.regionId, oral.id));
    for (const { iin, status, entry } of rows) {
      expect(hasCheckDigit(iin)).toBe(true);
      expect(["REGISTERED", "TURN_CAME"].includes(status)).toBe(entry.waiting);
      expect(entry.registeredAt <= now).toBe(true);
    }
    const [late] = await db()
      .select({ n: sql<number>`count(*)::int` })
      .from(queueEvent)
      .where(sql`${queueEvent.at} > ${now.toISOString()}::timestamptz`);
    expect(late?.n).toBe(0);
  });

  test("stays, and a demo of another size says what to do", async () => {
    await seedDemo(now);
    await seedDemo(now, { size: "full" });
    await expect(seedDemo(now, { size: "small" })).rejects.toThrow("--reset --size small");
  });
});

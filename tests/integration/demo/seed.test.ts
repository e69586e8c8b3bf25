import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { db } from "#db/client.ts";
import people from "#db/demo/people.json" with { type: "json" };
import { application, queueEntry } from "#db/schema/applications.ts";
import { seedDemo } from "#lib/demo/seed.ts";
import { personByIin } from "#lib/people/records.ts";
import { compareStanding, orderQueue } from "#lib/queue/order.ts";
import { placeOf } from "#lib/queue/views.ts";
import { districtsOf, listPortals, policyFor, portalBySlug } from "#lib/regions/views.ts";
import { useTestDatabase } from "#tests/support/database.ts";

useTestDatabase();

const now = new Date("2026-11-22T09:00:00Z");

describe("the demo data", () => {
  it("is written once, however often the demo starts", async () => {
    await seedDemo(now);
    const first = await db()
      .select({ n: sql<number>`count(*)::int` })
      .from(application);
    await seedDemo(new Date("2026-11-23T09:00:00Z"));
    const second = await db()
      .select({ n: sql<number>`count(*)::int` })
      .from(application);
    expect(first).toEqual(second);
    expect(first[0]?.n).toBe(600 + 400 + 150 + 120 + 4);
  });

  it("opens the four portals; Akmola has its districts", async () => {
    await seedDemo(now);
    expect((await listPortals()).map((portal) => portal.slug).toSorted()).toEqual(
      people.regions.map((each) => each.slug).toSorted(),
    );
    const akmola = await portalBySlug("akmola");
    expect(akmola && (await districtsOf(akmola.id))).toHaveLength(20);
    expect(
      akmola &&
        (await policyFor({ regionId: akmola.id, queueType: "general", at: now })).parameters
          .districtsRequired,
    ).toBe(true);
  });

  it("gives every child in Oral the position that the literal order gives", async () => {
    await seedDemo(now);
    const oral = await portalBySlug("oral");
    if (!oral) throw new Error("no Oral");
    const ayala = await personByIin(db(), "220720690004");
    const [own] = await db()
      .select({ id: application.id })
      .from(application)
      .where(eq(application.childId, ayala?.id ?? ""));
    const rows = await db().select().from(queueEntry).where(eq(queueEntry.regionId, oral.id));
    const cohort = rows.filter((row) => row.cohort === 2022);
    expect(cohort.length).toBeGreaterThan(100);
    const order = orderQueue(cohort, 3);
    for (const index of [0, 1, 7, order.length - 1]) {
      const row = order[index];
      if (!row) throw new Error("no row");
      const place = await placeOf(db(), row, 3);
      expect(place?.position).toBe(index + 1);
      expect(place?.total).toBe(order.length);
    }
    const place = await placeOf(db(), { regionId: oral.id, applicationId: own?.id ?? "" }, 3);
    expect(place?.position).toBe(order.findIndex((row) => row.applicationId === own?.id) + 1);
    expect(cohort.toSorted(compareStanding).length).toBe(cohort.length);
  });
});

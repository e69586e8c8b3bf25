import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { GET } from "#app/api/v1/[region]/statistics/route.ts";
import { db } from "#db/client.ts";
import { seedDemo } from "#lib/demo/seed.ts";
import { orderQueue } from "#lib/queue/order.ts";
import { placeOf } from "#lib/queue/views.ts";
import { portalBySlug, type Portal } from "#lib/regions/views.ts";
import { prepareStatistics } from "#lib/reports/prepare.ts";
import { forecastFor, statisticsOf } from "#lib/reports/views.ts";
import { queueEntry } from "#db/schema/applications.ts";
import { useTestDatabase } from "#tests/support/database.ts";

useTestDatabase();

const now = new Date("2026-11-22T09:00:00Z");
let oral: Portal;

beforeAll(async () => {
  await seedDemo(now, { size: "full", crowd: 3_000 });
  const found = await portalBySlug("oral");
  if (!found) throw new Error("the demo has Oral");
  oral = found;
}, 60_000);

function ask(region: string, headers: Record<string, string> = {}): Promise<Response> {
  const request = new Request(`http://localhost:3000/api/v1/${region}/statistics`, { headers });
  return GET(request, { params: Promise.resolve({ region }) });
}

describe("what the night counts", () => {
  test("is what the ledger tells, month by month", async () => {
    const statistics = await statisticsOf(oral.id);
    expect(statistics?.general.months).toHaveLength(12);
    for (const { month, joined, placed } of statistics?.general.months ?? []) {
      const [told] = await db().execute<{ joined: number; placed: number }>(sql`
        select
          count(*) filter (where kind in ('registered', 'restored', 'released')
            and coalesce(data #>> '{from,waiting}', 'false') = 'false'
            and coalesce(data #>> '{to,waiting}', 'true') = 'true')::int as joined,
          count(*) filter (where kind = 'referred')::int as placed
        from queue_event join queue_entry using (region_id, application_id)
        where region_id = ${oral.id} and to_char(at at time zone '+05', 'YYYY-MM') = ${month}
          and queue_type = 'general'`);
      expect(placed).toBe(told?.placed);
      // Changes of class leave one class and join another.
      expect(Number(joined)).toBeGreaterThanOrEqual((told?.joined ?? 0) - 2);
    }
    const [waiting] = await db().execute<{ n: number }>(sql`
      select count(*)::int as n from queue_entry
      where waiting and queue_type = 'general' and region_id = ${oral.id}`);
    expect(statistics?.general.waiting.total).toBe(waiting?.n);
  });

  test("is the same when it is counted twice, also at once", async () => {
    const before = await statisticsOf(oral.id);
    await Promise.all([prepareStatistics(now), prepareStatistics(now)]);
    expect(await statisticsOf(oral.id)).toEqual(before);
  });

  test("has tested the forecast against the past", async () => {
    const { tested } = (await statisticsOf(oral.id)) ?? {};
    expect(tested?.cases).toBeGreaterThan(100);
    expect((tested?.hits ?? 0) / (tested?.cases ?? 1)).toBeGreaterThan(0.5);
    expect(tested?.from).toBe("2025-12-01");
  });
});

describe("a family's forecast", () => {
  test("comes from its place, and a later place gets no earlier one", async () => {
    const rows = await db()
      .select()
      .from(queueEntry)
      .where(sql`waiting and queue_type = 'general' and cohort = 2023 and region_id = ${oral.id}`);
    const order = orderQueue(rows, 3).filter(({ class: name }) => name === "ordinary");
    const medians: string[] = [];
    for (const share of [0, 0.1, 0.25, 0.5]) {
      const entry = order[Math.floor(order.length * share)];
      const place = entry === undefined ? null : await placeOf(db(), entry, 3);
      if (place === null) throw new Error("it waits");
      const told = await forecastFor(place, now);
      expect(await forecastFor(place, now)).toEqual(told);
      if (told.told) medians.push(told.median);
    }
    expect(medians.length).toBeGreaterThan(1);
    expect(medians.toSorted()).toEqual(medians);
  });

  test("is silent where nothing is known", async () => {
    const place = {
      key: { regionId: oral.id, queueType: "special", districtKato: "", cohort: 2023 },
      class: "ordinary" as const,
      registeredAt: now,
      position: 1,
      worst: 1,
      total: 1,
    };
    expect(await forecastFor(place, now)).toEqual({ told: false, why: "short-history" });
  });
});

describe("open data", () => {
  test("tells the same figures, to be kept, and without a small number", async () => {
    const answer = await ask("oral");
    expect(answer.status).toBe(200);
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    expect(answer.headers.get("cache-control")).toContain("max-age=300");
    const text = await answer.text();
    const body: unknown = JSON.parse(text);
    expect(body).toMatchObject({ region: "oral", smallest: 5, forecast: { share: 0.8 } });
    expect(text).not.toMatch(
      /"(?:total|extraordinary|first-priority|ordinary|joined|placed|left)":[1-4][,}]/,
    );
    const etag = answer.headers.get("etag") ?? "";
    expect((await ask("oral", { "if-none-match": etag })).status).toBe(304);
    expect((await ask("oral", { "if-none-match": '"other"' })).status).toBe(200);
  });

  test("refuses by the words of RFC 9457", async () => {
    const nowhere = await ask("nowhere");
    expect(nowhere.headers.get("content-type")).toBe("application/problem+json");
    expect(await nowhere.json()).toMatchObject({ status: 404, code: "no-region" });
    await db().execute(sql`delete from queue_statistics`);
    expect(await (await ask("oral")).json()).toMatchObject({ status: 404, code: "no-statistics" });
  });
});

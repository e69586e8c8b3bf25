import { sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { GET as metrics } from "#app/api/metrics/route.ts";
import { GET as ready } from "#app/api/health/ready/route.ts";
import { db } from "#db/client.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { useTestEnvironment } from "#tests/support/environment.ts";

useTestDatabase();

beforeEach(() => db().execute(sql`delete from worker_heartbeat`));

const beat = (secondsAgo: number) =>
  db().execute(sql`
    insert into worker_heartbeat
    values ('w', now(), now() - make_interval(secs => ${secondsAgo}))`);

async function jobs(): Promise<[number, string]> {
  const answer = await ready();
  const { checks } = (await answer.json()) as { readonly checks: Record<string, string> };
  return [answer.status, checks["jobs"] ?? ""];
}

test("a process that works off the queue itself is ready while some worker lives", async () => {
  useTestEnvironment({ WORKER: "inline" });
  expect(await jobs()).toEqual([503, "failed"]);
  await beat(5);
  expect(await jobs()).toEqual([200, "ok"]);
  await db().execute(sql`delete from worker_heartbeat`);
  await beat(40);
  expect(await jobs()).toEqual([503, "failed"]);
});

test("where workers run elsewhere, their absence takes no page away; the metric tells it", async () => {
  useTestEnvironment({ WORKER: "off", METRICS_TOKEN: "scraper" });
  const scrape = async () => {
    const headers = { authorization: "Bearer scraper" };
    const answer = await metrics(new Request("http://localhost/api/metrics", { headers }));
    return (await answer.text()).split("\n");
  };
  expect(await jobs()).toEqual([200, "ok"]);
  expect(await scrape()).toContain("kezek_workers_alive 0");
  await beat(5);
  expect(await scrape()).toContain("kezek_workers_alive 1");
});

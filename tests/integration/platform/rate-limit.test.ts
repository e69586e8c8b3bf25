import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "#db/client.ts";
import { countAttempt, sweepAttempts } from "#lib/platform/rate-limit.ts";
import { useTestDatabase } from "#tests/support/database.ts";

useTestDatabase();

const limit = { count: 3, windowSeconds: 60 };
const at = (time: string) => new Date(`2026-11-22T10:${time}Z`);

test("the attempt after the last allowed one is refused and told when to come back", async () => {
  for (let n = 0; n < 3; n += 1) {
    expect(await countAttempt(db(), "a", limit, at("00:30"))).toEqual({
      allowed: true,
      retryAfterSeconds: 0,
    });
  }
  const refused = await countAttempt(db(), "a", limit, at("00:30"));
  expect(refused.allowed).toBe(false);
  const later = new Date(at("00:30").getTime() + refused.retryAfterSeconds * 1000);
  expect((await countAttempt(db(), "a", limit, later)).allowed).toBe(true);
});

test("the window slides: a burst at the end of one minute still counts in the next", async () => {
  for (let n = 0; n < 3; n += 1) await countAttempt(db(), "b", limit, at("00:59"));
  expect((await countAttempt(db(), "b", limit, at("01:01"))).allowed).toBe(false);
});

test("attempts at the same moment are all counted", async () => {
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => countAttempt(db(), "c", limit, at("00:00"))),
  );
  expect(answers.filter((answer) => answer.allowed)).toHaveLength(3);
});

test("old counts are swept, young ones stay", async () => {
  await countAttempt(db(), "old", limit, new Date("2026-11-20T00:00:00Z"));
  await countAttempt(db(), "young", limit, new Date("2026-11-22T09:00:00Z"));
  await sweepAttempts(db(), new Date("2026-11-22T10:00:00Z"));
  const keys = await db().execute(sql`select key from rate_limit where key in ('old', 'young')`);
  expect([...keys]).toEqual([{ key: "young" }]);
});

test("the sweep forgets nothing that counts: a day's burst still counts after midnight", async () => {
  const daily = { count: 3, windowSeconds: 24 * 60 * 60 };
  const evening = new Date("2026-11-22T23:50:00Z");
  for (let n = 0; n < 3; n += 1) await countAttempt(db(), "daily", daily, evening);
  const night = new Date("2026-11-23T00:30:00Z");
  await sweepAttempts(db(), night);
  expect((await countAttempt(db(), "daily", daily, night)).allowed).toBe(false);
});

import { sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { type Looked, wordless } from "./months.ts";
import { begins, ends, openRegion, quietly, type Region, spentOn, tell } from "./telling.ts";
import { countedBy, difference, eventsThatCame, messagesThatCame, wrongEnds } from "./what-came.ts";

// A year of the demo's whole data set: a region of thirty thousand waiting children and three small ones, the clock
// moved from December to December. Somebody's day comes on every day of it, so every day is visited; once a month the
// ledger is checked, the log continued, and children are asked why their number changed.

useTestDatabase();

const crowd = Number(process.env["STORY_CROWD"] ?? 30_000);
let region: Region;
let looked: Looked;
const alarms: string[] = [];

beforeAll(async () => {
  const visits = Array.from({ length: ends - begins + 1 }, (_, i) => begins + i);
  [region, looked] = await quietly(async () => {
    const opened = await openRegion(crowd, visits);
    return [opened, await tell(opened)] as const;
  }, alarms);
  process.stdout.write(`the year: ${spentOn(looked)}\n`);
}, 5_400_000);

test("every message went on its day to whom it must, by each channel once", async () => {
  const expected = [...region.reckoned.values()].flatMap(({ said }) => said);
  const came = await messagesThatCame();
  expect(difference(came, expected)).toEqual([]);
  expect(came.length).toBeGreaterThan(crowd);
  process.stdout.write(`messages: ${JSON.stringify(countedBy(came, 2))}\n`);
});

test("the ledger tells of each family what happened, on its day, and of nobody else anything", async () => {
  const expected = [...region.reckoned.values()].flatMap(({ events }) => events);
  const came = await eventsThatCame();
  expect(difference(came, expected)).toEqual([]);
  process.stdout.write(`events: ${JSON.stringify(countedBy(came, 2))}\n`);
});

test("everybody stands in the end where the year has led, and is asked again a year later", async () => {
  expect(await wrongEnds(region)).toEqual([]);
});

test("nothing warned and nothing failed", () => {
  expect(alarms.slice(0, 5)).toEqual([]);
});

test("every month the ledger holds and each change of a number is explained to the last place", () => {
  expect(looked.wrong).toEqual([]);
  expect(looked.told).toBeGreaterThan(12 * 100);
  expect(looked.pages).toBeGreaterThan(12 * 20);
  expect(wordless(looked)).toEqual([]);
  expect([...looked.causes.keys()].toSorted()).toEqual(
    ["enrolled", "gained", "held", "interleave", "ownMoved", "ownPrivilege", "recut", "removed"]
      .concat(["restored", "returned", "revoked", "withdrew"])
      .toSorted(),
  );
});

test("the public log has every event of the ledger", async () => {
  const [row] = await db().execute<{ behind: number; leaves: number }>(sql`
    select (select count(*) from queue_event)::int - (select count(*) from log_leaf)::int as behind,
      (select count(*) from log_leaf)::int as leaves`);
  expect(row?.behind).toBe(0);
  expect(row?.leaves).toBeGreaterThan(crowd);
});

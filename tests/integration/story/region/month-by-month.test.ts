import { beforeAll, expect, test } from "vitest";
import { useTestDatabase } from "#tests/support/database.ts";
import { type Day } from "./days.ts";
import { type Looked, nextMonth } from "./months.ts";
import { begins, ends, openRegion, quietly, type Region, spentOn, tell } from "./telling.ts";
import { difference, eventsThatCame, messagesThatCame, wrongEnds } from "./what-came.ts";

// The same year by a clock that jumps from the first of a month to the first of the next one, as a demo's does or a
// portal's that stood still. Reminders between are not made up for: the nearest one goes, and whoever was reminded is
// taken off at the next jump. An SMS of a day off is too old at the next first; who heard nothing is asked anew.

useTestDatabase();

let region: Region;
let looked: Looked;

beforeAll(async () => {
  const visits: Day[] = [];
  for (let day = begins; day <= ends; day = nextMonth(day)) visits.push(day);
  [region, looked] = await quietly(async () => {
    const opened = await openRegion(1_500, visits);
    return [opened, await tell(opened)] as const;
  });
  process.stdout.write(`the year in jumps: ${spentOn(looked)}\n`);
}, 1_800_000);

test("every message was written to whom it must, and left while it was of use or not at all", async () => {
  const expected = [...region.reckoned.values()].flatMap(({ said }) => said);
  expect(difference(await messagesThatCame(), expected)).toEqual([]);
  // There are such, or this would tell nothing of them.
  const isLost = (line: string) => line.includes("interest-reply") && line.endsWith("expired");
  expect(expected.some(isLost)).toBe(true);
});

test("nobody was taken off whom no reminder reached, and nothing else happened but what was reckoned", async () => {
  const expected = [...region.reckoned.values()].flatMap(({ events }) => events);
  expect(difference(await eventsThatCame(), expected)).toEqual([]);
  expect(await wrongEnds(region)).toEqual([]);
});

test("every month the ledger holds and each change of a number is explained", () => {
  expect(looked.wrong).toEqual([]);
  expect(looked.told).toBeGreaterThan(1_000);
});

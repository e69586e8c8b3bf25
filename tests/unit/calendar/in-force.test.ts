import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { calendarInForce } from "#lib/calendar/in-force.ts";
import { kazakhstan } from "#lib/calendar/kazakhstan.ts";
import { isWorkingDay } from "#lib/calendar/working-days.ts";
import { EnvironmentError } from "#lib/platform/env.ts";
import { temporaryFolder } from "#tests/support/environment.ts";

const folder = temporaryFolder();
const built = readFileSync("lib/calendar/data/kazakhstan.json", "utf8");

function reasonOf(path: string): string {
  try {
    calendarInForce({ WORKING_CALENDAR_FILE: path });
  } catch (error) {
    if (error instanceof EnvironmentError)
      return error.problems.map(({ name, reason }) => `${name} ${reason}`).join();
    throw error;
  }
  return "";
}

test("without a file the portal's own calendar counts", () => {
  expect(calendarInForce({ WORKING_CALENDAR_FILE: undefined })).toBe(kazakhstan);
});

test("the operator's file replaces it whole, and is read once", () => {
  const path = join(folder, "moved.json");
  const data = JSON.parse(built) as { moved: unknown[] };
  const move = { off: "2027-03-22", worked: null, confirmed: true, source: "law-alone" };
  const other = { off: "2027-04-02", worked: "2027-04-03", confirmed: true, source: "law-alone" };
  writeFileSync(path, JSON.stringify({ ...data, moved: [other] }));
  const calendar = calendarInForce({ WORKING_CALENDAR_FILE: path });
  expect(isWorkingDay("2027-04-02", calendar)).toBe(false);
  expect(isWorkingDay("2027-04-03", calendar)).toBe(true);
  // The moves of ours are gone with it.
  expect(isWorkingDay("2025-01-03", calendar)).toBe(true);
  expect(isWorkingDay("2025-01-03", kazakhstan)).toBe(false);
  writeFileSync(path, JSON.stringify({ ...data, moved: [move] }));
  expect(calendarInForce({ WORKING_CALENDAR_FILE: path })).toBe(calendar);
});

test("a file that cannot be right stops the start with its name and the place", () => {
  const broken = join(folder, "broken.json");
  const data = JSON.parse(built) as { dated: unknown[] };
  writeFileSync(broken, JSON.stringify({ ...data, dated: [] }));
  expect(reasonOf(broken)).toBe(
    "WORKING_CALENDAR_FILE cannot be used as working calendar: no-kurban-ait 2025",
  );
  expect(reasonOf(join(folder, "nowhere.json"))).toContain("unreadable");
});

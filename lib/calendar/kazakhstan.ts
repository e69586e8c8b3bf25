import { readFileSync } from "node:fs";
import { fail, type Result } from "#lib/platform/result.ts";
import { calendarOf, type CalendarFault, type WorkingCalendar } from "./calendar-data.ts";
import rows from "./data/kazakhstan.json" with { type: "json" };
import { localDateOf } from "./local-date.ts";

/** The calendar that comes with the portal: `data/kazakhstan.json`, each day with its source. */
export const kazakhstan: WorkingCalendar = builtIn();

function builtIn(): WorkingCalendar {
  const made = calendarOf(rows);
  if (!made.ok) throw new Error(`data/kazakhstan.json is ${made.code}: ${made.detail}`);
  return made.value;
}

/**
 * The calendar out of a deployer's own file of the same form, which replaces ours whole: for the years to come, and
 * when an order moves a day. Codes of `calendarOf`, and `unreadable` where there is no such file or it is not JSON.
 */
export function calendarFromFile(
  path: string,
): Result<WorkingCalendar, CalendarFault | "unreadable", string> {
  let data: unknown;
  try {
    data = JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return fail("unreadable", path);
  }
  return calendarOf(data);
}

export type CalendarWarning = {
  readonly code: "calendar-year-missing" | "calendar-year-unconfirmed";
  readonly year: number;
};

/**
 * What to warn of at start: the current year (UTC+5) and the next must be in the calendar, because deadlines given in
 * December end in January. An unconfirmed year is told too: its orders may still move days.
 */
export function calendarWarnings(calendar: WorkingCalendar, now: Date): CalendarWarning[] {
  const current = Number(localDateOf(now).slice(0, 4));
  return [current, current + 1].flatMap((year): CalendarWarning[] => {
    const known = calendar.years.get(year);
    if (!known) return [{ code: "calendar-year-missing", year }];
    return known.confirmed ? [] : [{ code: "calendar-year-unconfirmed", year }];
  });
}

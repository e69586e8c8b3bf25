import { readFileSync } from "node:fs";
import { fail, type Result } from "#lib/platform/result.ts";
import { calendarOf, type CalendarFault, type WorkingCalendar } from "./calendar-data.ts";
import rows from "./data/kazakhstan.json" with { type: "json" };
import { endOfDay, localDateOf } from "./local-date.ts";

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

const aheadMilliseconds = 120 * 24 * 3_600_000;

/**
 * What to warn of: the current year (UTC+5) is not in the calendar, or its data end within 120 days, for deadlines
 * given in December end in January and the next year's orders must be read in time. A year that is known but not
 * confirmed is told too, the current and the next: its orders may still move days.
 */
export function calendarWarnings(calendar: WorkingCalendar, now: Date): CalendarWarning[] {
  const yearOf = (at: Date) => Number(localDateOf(at).slice(0, 4));
  const current = yearOf(now);
  const needed = yearOf(new Date(now.getTime() + aheadMilliseconds));
  return [current, current + 1].flatMap((year): CalendarWarning[] => {
    const known = calendar.years.get(year);
    if (!known) return year <= needed ? [{ code: "calendar-year-missing", year }] : [];
    return known.confirmed ? [] : [{ code: "calendar-year-unconfirmed", year }];
  });
}

/** When the calendar's data end: the last instant (UTC+5) of the last year without a gap from the current one. */
export function calendarEnd(calendar: WorkingCalendar, now: Date): Date {
  let year = Number(localDateOf(now).slice(0, 4));
  while (calendar.years.has(year)) year += 1;
  return endOfDay(`${String(year - 1)}-12-31`);
}

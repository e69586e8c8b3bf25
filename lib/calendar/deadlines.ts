import type { WorkingCalendar } from "./calendar-data.ts";
import { addDays, addMonths, endOfDay, localDateOf } from "./local-date.ts";
import { addWorkingDays, workingDayFrom } from "./working-days.ts";

// Deadlines are computed once, by the calendar of that moment, and stored; jobs compare them with the clock and never
// compute them again: an order that moves a day later must not take a day from a family that was told another one.
//
// The day of the event does not count, the last one ends at midnight, and a term counted in days or months whose last
// day is off ends on the next working day (Civil Code, chapter 6, articles 172-176).

/** 23:59:59.999 (UTC+5) of the `n`-th working day after the day of the instant. */
export function deadlineAfterWorkingDays(at: Date, n: number, calendar: WorkingCalendar): Date {
  return endOfDay(addWorkingDays(localDateOf(at), n, calendar));
}

/** 23:59:59.999 (UTC+5) of the `n`-th day after the day of the instant, or of the next working day if that is off. */
export function deadlineAfterDays(at: Date, n: number, calendar: WorkingCalendar): Date {
  return endOfDay(workingDayFrom(addDays(localDateOf(at), n), calendar));
}

/**
 * 23:59:59.999 (UTC+5) of the same day of the month `n` months later (the last one where the month is too short), or
 * of the next working day if that is off.
 */
export function deadlineAfterMonths(at: Date, n: number, calendar: WorkingCalendar): Date {
  return endOfDay(workingDayFrom(addMonths(localDateOf(at), n), calendar));
}

/** A term of a policy that says its unit, such as `confirmDays` with `confirmUnit`. */
export function deadlineAfter(
  at: Date,
  n: number,
  unit: "working" | "calendar",
  calendar: WorkingCalendar,
): Date {
  return unit === "working"
    ? deadlineAfterWorkingDays(at, n, calendar)
    : deadlineAfterDays(at, n, calendar);
}

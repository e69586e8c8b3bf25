import { isWeekend, type Ground, type WorkingCalendar } from "./calendar-data.ts";
import { addDays, type LocalDate } from "./local-date.ts";

export type Day = {
  readonly working: boolean;
  /** Why; `weekday` and `weekend` are days like any other of their kind. */
  readonly ground: Ground | "weekday" | "weekend";
  /** The holiday that is kept, or in lieu of which the day is off. */
  readonly name: string | null;
};

/** What kind of day it is, and why: for a calendar that people look at. */
export function dayOf(date: LocalDate, calendar: WorkingCalendar): Day {
  const special = calendar.special.get(date);
  if (special) return special;
  const weekend = isWeekend(date);
  return { working: !weekend, ground: weekend ? "weekend" : "weekday", name: null };
}

export function isWorkingDay(date: LocalDate, calendar: WorkingCalendar): boolean {
  return dayOf(date, calendar).working;
}

/** The date itself if it is a working day, else the first one after it. */
export function workingDayFrom(date: LocalDate, calendar: WorkingCalendar): LocalDate {
  let day = date;
  while (!isWorkingDay(day, calendar)) day = addDays(day, 1);
  return day;
}

/**
 * The `n`-th working day after the date, which itself does not count, whether it is worked or not (Civil Code, chapter
 * 6: a term runs from the day after the event). 0 gives the date back. Throws on a negative or broken number.
 */
export function addWorkingDays(date: LocalDate, n: number, calendar: WorkingCalendar): LocalDate {
  if (!Number.isSafeInteger(n) || n < 0) throw new RangeError(`working days: ${String(n)}`);
  let day = date;
  for (let left = n; left > 0; left -= 1) day = workingDayFrom(addDays(day, 1), calendar);
  return day;
}

/** Working days after `from` up to and with `to`: how many are left. 0 where `to` is not later. */
export function workingDaysBetween(
  from: LocalDate,
  to: LocalDate,
  calendar: WorkingCalendar,
): number {
  let count = 0;
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1))
    if (isWorkingDay(day, calendar)) count += 1;
  return count;
}

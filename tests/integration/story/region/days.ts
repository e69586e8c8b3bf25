import { kazakhstan } from "#lib/calendar/kazakhstan.ts";
import { addMonths, type LocalDate } from "#lib/calendar/local-date.ts";
import { isWorkingDay } from "#lib/calendar/working-days.ts";

// Days as numbers since 1970: thirty thousand families are followed day by day.

export type Day = number;

const length = 86_400_000;

export function dayOf(date: LocalDate): Day {
  return Date.parse(`${date}T00:00:00Z`) / length;
}

export function dateOf(day: Day): LocalDate {
  return new Date(day * length).toISOString().slice(0, 10);
}

export function monthsLater(day: Day, months: number): Day {
  return dayOf(addMonths(dateOf(day), months));
}

const known = new Map<Day, boolean>();

/** Whether offices work: from the country's calendar, which is data. */
export function isWorking(day: Day): boolean {
  const before = known.get(day);
  if (before !== undefined) return before;
  const is = isWorkingDay(dateOf(day), kazakhstan);
  known.set(day, is);
  return is;
}

/** The day, or the next one on which offices work. */
export function working(day: Day): Day {
  let next = day;
  while (!isWorking(next)) next += 1;
  return next;
}

import { addMonths, type LocalDate } from "#lib/calendar/local-date.ts";

/** A month of the calendar as `YYYY-MM`. */
export type Month = string;

export function monthOf(date: LocalDate): Month {
  return date.slice(0, 7);
}

export function firstDayOf(month: Month): LocalDate {
  return `${month}-01`;
}

export function plusMonths(month: Month, count: number): Month {
  return monthOf(addMonths(firstDayOf(month), count));
}

/** Months from one to another; negative when `to` is earlier. */
export function monthsBetween(from: Month, to: Month): number {
  return (yearOf(to) - yearOf(from)) * 12 + seasonOf(to) - seasonOf(from);
}

export function yearOf(month: Month): number {
  return Number(month.slice(0, 4));
}

/** From 0, January. */
export function seasonOf(month: Month): number {
  return Number(month.slice(5, 7)) - 1;
}

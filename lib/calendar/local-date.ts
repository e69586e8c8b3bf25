/**
 * Dates as people in Kazakhstan read them: `YYYY-MM-DD` strings in UTC+5, which the whole country has kept since
 * 01.03.2024. A string cannot drift across midnight, and two of them compare with `<`.
 */
export type LocalDate = string;

/** Kazakhstan's offset, milliseconds ahead of UTC; no daylight saving. */
const offset = 5 * 60 * 60 * 1000;
const day = 24 * 60 * 60 * 1000;

/** Whether the text is a day that exists. */
export function isLocalDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const instant = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text);
}

/** The day that the calendars on the wall show in Kazakhstan at this instant. */
export function localDateOf(at: Date): LocalDate {
  return new Date(at.getTime() + offset).toISOString().slice(0, 10);
}

/** Midnight at the beginning of the day, UTC+5. */
export function startOfDay(date: LocalDate): Date {
  return new Date(utc(date) - offset);
}

/**
 * The last millisecond of the day, 23:59:59.999 UTC+5: when legal deadlines end (Civil Code, article 176: until the
 * twenty-fourth hour of the last day).
 */
export function endOfDay(date: LocalDate): Date {
  return new Date(utc(date) - offset + day - 1);
}

export function addDays(date: LocalDate, days: number): LocalDate {
  return iso(utc(date) + days * day);
}

/** The same day of the month `months` later (or earlier); 31 January and one month give the last of February. */
export function addMonths(date: LocalDate, months: number): LocalDate {
  const [year, month, dayOfMonth] = parts(date);
  const index = year * 12 + (month - 1) + months;
  const targetYear = Math.floor(index / 12);
  const targetMonth = index - targetYear * 12;
  const last = new Date(Date.UTC(targetYear, targetMonth + 1, 0)).getUTCDate();
  return iso(Date.UTC(targetYear, targetMonth, Math.min(dayOfMonth, last)));
}

/** Whole days from one date to another; negative when `to` is earlier. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return Math.round((utc(to) - utc(from)) / day);
}

/** Full months lived on that date; negative before birth. */
export function ageInMonths(birthDate: LocalDate, on: LocalDate): number {
  const [birthYear, birthMonth, birthDay] = parts(birthDate);
  const [year, month, dayOfMonth] = parts(on);
  return (year - birthYear) * 12 + (month - birthMonth) - (dayOfMonth < birthDay ? 1 : 0);
}

/** Full years lived on that date. Whoever was born on 29 February turns a year older on 1 March of a common year. */
export function ageInYears(birthDate: LocalDate, on: LocalDate): number {
  return Math.floor(ageInMonths(birthDate, on) / 12);
}

/**
 * The birth-year cohort a child queues in. Most regions take the calendar year. Where a region counts the youngest
 * with the next year (Almaty had such a rule for November and December in 2018), `shiftFrom` is the month and day
 * from which they belong there, e.g. `"11-01"`.
 */
export function cohortOf(birthDate: LocalDate, shiftFrom: string | null = null): number {
  const [year] = parts(birthDate);
  return shiftFrom !== null && birthDate.slice(5) >= shiftFrom ? year + 1 : year;
}

function parts(date: LocalDate): [year: number, month: number, day: number] {
  return [Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8, 10))];
}

function utc(date: LocalDate): number {
  return Date.UTC(
    Number(date.slice(0, 4)),
    Number(date.slice(5, 7)) - 1,
    Number(date.slice(8, 10)),
  );
}

function iso(instant: number): LocalDate {
  return new Date(instant).toISOString().slice(0, 10);
}

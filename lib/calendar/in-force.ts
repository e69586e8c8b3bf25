import { type Env, env, EnvironmentError } from "#lib/platform/env.ts";
import { log } from "#lib/platform/log.ts";
import { gauge } from "#lib/platform/metrics.ts";
import { processWide } from "#lib/platform/process-wide.ts";
import type { WorkingCalendar } from "./calendar-data.ts";
import { calendarEnd, calendarFromFile, calendarWarnings, kazakhstan } from "./kazakhstan.ts";

type Read = { readonly path: string; readonly calendar: WorkingCalendar };
const memory = processWide<{ read?: Read }>("working-calendar", () => ({}));

/**
 * The working calendar by which this installation counts: the operator's file where WORKING_CALENDAR_FILE names one,
 * else the one that comes with the portal. Read once in a process.
 * @throws EnvironmentError when the file cannot be used
 */
export function calendarInForce(
  environment: Pick<Env, "WORKING_CALENDAR_FILE"> = env(),
): WorkingCalendar {
  const path = environment.WORKING_CALENDAR_FILE;
  if (path === undefined) return kazakhstan;
  if (memory.read?.path === path) return memory.read.calendar;
  const read = calendarFromFile(path);
  if (!read.ok) {
    const reason = `cannot be used as working calendar: ${read.code} ${read.detail}`;
    throw new EnvironmentError([{ name: "WORKING_CALENDAR_FILE", reason }]);
  }
  memory.read = { path, calendar: read.value };
  return read.value;
}

/** Gives what is known of the years as metrics, for an alarm in time. */
export function measureCalendar(now: Date): void {
  const calendar = calendarInForce();
  gauge(
    "kezek_calendar_ends_seconds",
    "When the data of the working calendar end, Unix time",
    Math.floor(calendarEnd(calendar, now).getTime() / 1000),
  );
  const unconfirmed = calendarWarnings(calendar, now).filter(
    (each) => each.code === "calendar-year-unconfirmed",
  );
  gauge(
    "kezek_calendar_unconfirmed_years",
    "Years of the working calendar, this one and the next, whose moved days nobody has confirmed",
    unconfirmed.length,
  );
}

/** Says in the log what the calendar lacks. Nothing stops because of it: the law's yearly days are known anyway. */
export function warnOfCalendar(now: Date): void {
  for (const { code, year } of calendarWarnings(calendarInForce(), now)) {
    const words =
      code === "calendar-year-missing"
        ? "The working calendar does not know a year"
        : "The working calendar's year is not confirmed";
    log.warn(words, { year });
  }
}

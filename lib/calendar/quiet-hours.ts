import { z } from "zod";
import type { WorkingCalendar } from "./calendar-data.ts";
import { addDays, localDateOf, startOfDay } from "./local-date.ts";
import { isWorkingDay } from "./working-days.ts";

const minute = 60_000;
const day = 24 * 60 * minute;
/** An hour of the day, `21:00`. */
export const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/**
 * When nobody is written to, as parameters of a policy. The hours are of UTC+5; `quietFrom` later than `quietTo` goes
 * over midnight, two equal hours mean never. `quietDaysOff`: nor on days off.
 */
export const quietHours = z.strictObject({
  quietFrom: timeOfDay,
  quietTo: timeOfDay,
  quietDaysOff: z.boolean(),
});
export type QuietHours = z.infer<typeof quietHours>;

/**
 * What operators of Kazakhstan ask of notifications by SMS: weekdays from 9 to 21, except what the subscriber has just
 * asked for (https://rules.revicom.ltd/rules-for-the-transmission-of-messages-to-foreign-operators).
 */
export const quietForSms: QuietHours = {
  quietFrom: "21:00",
  quietTo: "09:00",
  quietDaysOff: true,
};

/** Other channels ring too, but no operator forbids a Saturday morning. */
export const quietForOthers: QuietHours = { ...quietForSms, quietDaysOff: false };

/**
 * The first instant, not before the given one, at which a message may go: the instant itself outside of quiet hours.
 * A reminder due before the last evening of a deadline still comes in time, because every working day has its hours.
 * Not for codes and answers that the person waits for.
 */
export function afterQuietHours(at: Date, quiet: QuietHours, calendar: WorkingCalendar): Date {
  const from = minutesOf(quiet.quietFrom);
  const to = minutesOf(quiet.quietTo);
  let instant = at.getTime();
  for (;;) {
    const date = localDateOf(new Date(instant));
    const midnight = startOfDay(date).getTime();
    const since = instant - midnight;
    if (quiet.quietDaysOff && !isWorkingDay(date, calendar))
      instant = startOfDay(addDays(date, 1)).getTime();
    else if (from > to && since >= from) instant = midnight + day;
    else if (since < to && (from > to || since >= from)) instant = midnight + to;
    else return new Date(instant);
  }
}

function minutesOf(text: string): number {
  return (Number(text.slice(0, 2)) * 60 + Number(text.slice(3))) * minute;
}

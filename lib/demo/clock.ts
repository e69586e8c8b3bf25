import { z } from "zod";
import { addMonths, localDateOf } from "#lib/calendar/local-date.ts";
import { clockSettingKey, currentInstant, forgetClockOffset } from "#db/demo-clock.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import { writeDemoSetting } from "./settings.ts";

/** The body of `PUT /api/demo/clock`: an instant to stand at, a step, or back to the real time. */
export const clockOrder = z.union([
  z.string(),
  z.strictObject({ instant: z.string() }),
  // What GET shows may be sent back.
  z.strictObject({ now: z.string(), offsetMs: z.number().optional() }),
  z.strictObject({ advance: z.string() }),
  z.strictObject({ reset: z.literal(true) }),
]);

/** An order in the words of `offsetFor`. */
export function clockText(order: z.infer<typeof clockOrder>): string {
  if (typeof order === "string") return order;
  if ("instant" in order) return order.instant;
  if ("now" in order) return order.now;
  if ("reset" in order) return "real";
  return /^[+-]/.test(order.advance) ? order.advance : `+${order.advance}`;
}

const millisecond = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 } as const;

/**
 * Reads where the clock is to go. `2026-12-01T09:00:00+05:00` stands there and goes on from there; `+3d`, `+2h30m`,
 * `-1w`, `+1mo`, `+1y`, `+30 days` and ISO 8601's `+P1M`, `+P3DT2H` step from where the demo stands now, a month to
 * the same day of Kazakhstan's calendar; `real` goes back to the system's time.
 * Without a zone an instant is Kazakhstan's (UTC+5).
 * @returns milliseconds between the demo's clock and the system's
 */
export function offsetFor(
  text: string,
  demoNow: Date,
  realNow: Date,
): Result<number, "clock-not-understood"> {
  const wish = text.trim();
  if (wish === "real" || wish === "reset") return ok(0);
  const [, sign, length] = /^([+-])(.+)$/.exec(wish) ?? [];
  const target =
    length === undefined ? instantOf(wish) : steppedFrom(demoNow, length, sign === "-" ? -1 : 1);
  if (target === undefined || !Number.isFinite(target)) return fail("clock-not-understood");
  // The portal keeps instants between these years; a slip of the finger must not send it to the year 20261.
  const year = new Date(target).getUTCFullYear();
  return year >= 2015 && year <= 2100
    ? ok(target - realNow.getTime())
    : fail("clock-not-understood");
}

/** Moves the demo's clock and tells where it stands. Refuses what `offsetFor` does not understand. */
export async function moveClock(text: string): Promise<Result<Date, "clock-not-understood">> {
  const realNow = new Date();
  forgetClockOffset();
  const offset = offsetFor(text, await currentInstant(), realNow);
  if (!offset.ok) return offset;
  await writeDemoSetting(clockSettingKey, { offsetMs: offset.value }, realNow);
  forgetClockOffset();
  return ok(await currentInstant());
}

type Length = { readonly months: number; readonly milliseconds: number };

/** Months first, as on a calendar on the wall; the time of day stays. */
function steppedFrom(demoNow: Date, text: string, sign: 1 | -1): number | undefined {
  const length = isoLength(text) ?? wordedLength(text);
  // The clock knows no other centuries, and the calendar no month without a number.
  if (length === undefined || !Number.isInteger(length.months) || length.months > 1_200) {
    return undefined;
  }
  const today = localDateOf(demoNow);
  const then = addMonths(today, sign * length.months);
  const days = Date.parse(`${then}T00:00:00Z`) - Date.parse(`${today}T00:00:00Z`);
  return demoNow.getTime() + days + sign * length.milliseconds;
}

const iso =
  /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/i;

/** ISO 8601: `M` is months before the T and minutes after it. */
function isoLength(text: string): Length | undefined {
  const form = text.length > 1 ? iso.exec(text) : null;
  if (form === null) return undefined;
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = form
    .slice(1)
    .map((count: string | undefined) => Number(count ?? 0));
  return {
    months: years * 12 + months,
    milliseconds:
      weeks * millisecond.w +
      days * millisecond.d +
      hours * millisecond.h +
      minutes * millisecond.m +
      seconds * millisecond.s,
  };
}

const worded =
  /(\d+(?:\.\d+)?)\s*(years?|y|months?|mo|weeks?|w|days?|d|hours?|h|min(?:utes?)?|m|sec(?:onds?)?|s)(?![a-z])\s*/gi;

/** `2h30m`, `1mo`, `30 days`: `m` alone is minutes. */
function wordedLength(text: string): Length | undefined {
  if (text === "" || text.replaceAll(worded, "") !== "") return undefined;
  let [months, milliseconds] = [0, 0];
  for (const [, count, unit = ""] of text.matchAll(worded)) {
    const name = unit.toLowerCase();
    const letter = name.charAt(0);
    if (letter === "y") months += 12 * Number(count);
    else if (name.startsWith("mo")) months += Number(count);
    else if (letter === "s" || letter === "m" || letter === "h" || letter === "d" || letter === "w")
      milliseconds += Number(count) * millisecond[letter];
  }
  return { months, milliseconds };
}

function instantOf(text: string): number | undefined {
  const form =
    /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(Z|[+-]\d{2}:?\d{2})?)?$/i.exec(
      text,
    );
  if (!form) return undefined;
  const [, date = "", time = "00:00", zone = "+05:00"] = form;
  const midnight = new Date(`${date}T00:00:00Z`);
  // `2026-02-30` is refused rather than taken as the 2nd of March.
  if (Number.isNaN(midnight.getTime()) || !midnight.toISOString().startsWith(date))
    return undefined;
  return new Date(`${date}T${time}${zone.toUpperCase()}`).getTime();
}

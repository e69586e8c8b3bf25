import { z } from "zod";
import { clockSettingKey, currentInstant, forgetClockOffset } from "#db/demo-clock.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import { writeDemoSetting } from "./settings.ts";

/** The body of `PUT /api/demo/clock`: an instant to stand at, a step, or back to the real time. */
export const clockOrder = z.union([
  z.string(),
  z.strictObject({ instant: z.string() }),
  z.strictObject({ now: z.string() }),
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
 * `-1w` and ISO 8601's `+P3DT2H` step from where the demo stands now; `real` goes back to the system's time.
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
  const step = stepOf(wish);
  const target = step === undefined ? instantOf(wish) : demoNow.getTime() + step;
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

function stepOf(text: string): number | undefined {
  const signed = /^([+-])(.+)$/.exec(text);
  if (!signed) return undefined;
  const length = lengthOf(signed[2] ?? "");
  return length === undefined ? Number.NaN : signed[1] === "-" ? -length : length;
}

function lengthOf(text: string): number | undefined {
  // ISO 8601 without years and months, whose length depends on where one stands; then `m` is minutes after T only.
  const iso = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/i.exec(text);
  if (iso && text.length > 1) {
    const [, weeks, days, hours, minutes, seconds] = iso;
    return (
      Number(weeks ?? 0) * millisecond.w +
      Number(days ?? 0) * millisecond.d +
      Number(hours ?? 0) * millisecond.h +
      Number(minutes ?? 0) * millisecond.m +
      Number(seconds ?? 0) * millisecond.s
    );
  }
  if (!/^(?:\d+(?:\.\d+)?[smhdw])+$/i.test(text)) return undefined;
  let sum = 0;
  for (const [, count, unit] of text.matchAll(/(\d+(?:\.\d+)?)([smhdw])/gi)) {
    const letter = unit?.toLowerCase();
    if (letter === "s" || letter === "m" || letter === "h" || letter === "d" || letter === "w") {
      sum += Number(count) * millisecond[letter];
    }
  }
  return sum;
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

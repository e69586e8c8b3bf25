import { z } from "zod";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import { addDays, isLocalDate, type LocalDate } from "./local-date.ts";

const name = z.string().regex(/^[a-z][a-z-]*$/);
const source = z.string().min(1);
const date = z.string().refine(isLocalDate);
const year = z.int().min(2002).max(2099);

/**
 * What a working calendar is made of. `holiday`: a day of the law on holidays; fallen on a weekend it gives the next
 * working day off. `religious`: a day off by article 84 (5) of the Labour Code, which gives nothing. Each entry names
 * its source; what no decision has confirmed yet says so.
 */
const calendarData = z.strictObject({
  sources: z.record(
    z.string().min(1),
    z.strictObject({ title: z.string().min(1), url: z.url({ protocol: /^https$/ }).nullable() }),
  ),
  /** The same day of every year, both years included; `until` null: still. */
  yearly: z
    .array(
      z.strictObject({
        name,
        day: z.string().refine((text) => isLocalDate(`2028-${text}`) && text !== "02-29"),
        kind: z.enum(["holiday", "religious"]),
        from: year,
        until: year.nullable(),
        source,
      }),
    )
    .min(1),
  /** Days of one year: the first day of Kurban ait follows the moon. */
  dated: z.array(
    z.strictObject({
      name,
      date,
      kind: z.enum(["holiday", "religious"]),
      confirmed: z.boolean(),
      source,
    }),
  ),
  /** Days off moved by an order under article 85 (3); `worked` null: given without a day in return. */
  moved: z.array(
    z.strictObject({ off: date, worked: date.nullable(), confirmed: z.boolean(), source }),
  ),
  /** Years this file answers for. Unconfirmed: reckoned from the law, orders may still move days. */
  years: z.array(z.strictObject({ year, confirmed: z.boolean(), source })).min(1),
});
export type CalendarData = z.infer<typeof calendarData>;

/** Why a day is not like its weekday. */
export type Ground = "holiday" | "religious" | "in-lieu" | "moved-off" | "moved-worked";
export type SpecialDay = {
  readonly working: boolean;
  readonly ground: Ground;
  /** The holiday's name in the data; of an order that moved a day, none. */
  readonly name: string | null;
};

/** A calendar ready to be asked: the days that differ from their weekday, and the years it answers for. */
export type WorkingCalendar = {
  readonly special: ReadonlyMap<LocalDate, SpecialDay>;
  readonly years: ReadonlyMap<number, { readonly confirmed: boolean }>;
};

export type CalendarFault = "malformed" | "unknown-source" | "no-kurban-ait" | "impossible-move";

const firstYear = 2002;
const lastYear = 2099;

/**
 * Makes a calendar of data, refusing what cannot be right: `malformed` (not of the form above), `unknown-source` (an
 * entry names none of the sources), `no-kurban-ait` (a year is answered for without it), `impossible-move` (the day
 * given off is off already, or the day worked for it is no weekend). `detail` says where. For years that the data does
 * not answer for, the yearly days count and nothing else is known.
 */
export function calendarOf(data: unknown): Result<WorkingCalendar, CalendarFault, string> {
  const parsed = calendarData.safeParse(data);
  if (!parsed.success) {
    const where = parsed.error.issues.map((issue) => issue.path.join(".") || "file");
    return fail("malformed", [...new Set(where)].join(", "));
  }
  const { sources, yearly, dated, moved, years } = parsed.data;

  const nameless = [...yearly, ...dated, ...moved, ...years].find(
    (each) => !Object.hasOwn(sources, each.source),
  );
  if (nameless) return fail("unknown-source", nameless.source);
  const bare = years.find(
    (each) =>
      !dated.some(
        (one) => one.name === "kurban-ait" && one.date.startsWith(`${String(each.year)}-`),
      ),
  );
  if (bare) return fail("no-kurban-ait", String(bare.year));

  const special = daysOfLaw(parsed.data);
  for (const move of moved) {
    if (isWeekend(move.off) || special.has(move.off)) return fail("impossible-move", move.off);
    special.set(move.off, { working: false, ground: "moved-off", name: null });
    if (move.worked === null) continue;
    if (!isWeekend(move.worked) || special.has(move.worked))
      return fail("impossible-move", move.worked);
    special.set(move.worked, { working: true, ground: "moved-worked", name: null });
  }
  return ok({
    special,
    years: new Map(years.map((each) => [each.year, { confirmed: each.confirmed }])),
  });
}

/** Holidays, religious days and the days off in lieu of holidays that fell on a weekend. */
function daysOfLaw({ yearly, dated }: CalendarData): Map<LocalDate, SpecialDay> {
  const named: { date: LocalDate; name: string; kind: "holiday" | "religious" }[] = [...dated];
  for (let each = firstYear; each <= lastYear; each += 1)
    for (const { day, name: called, kind, from, until } of yearly)
      if (each >= from && each <= (until ?? lastYear))
        named.push({ date: `${String(each)}-${day}`, name: called, kind });
  named.sort((a, b) => (a.date < b.date ? -1 : 1));

  const special = new Map<LocalDate, SpecialDay>();
  // A religious day on the date of a holiday leaves it a holiday, with what a holiday gives.
  for (const kind of ["religious", "holiday"] as const)
    for (const each of named)
      if (each.kind === kind)
        special.set(each.date, { working: false, ground: kind, name: each.name });

  // Law on holidays, article 5: where a day off and a holiday coincide, the working day following the holiday is off.
  // By date, so that of two holidays on a weekend the first takes the first working day and the second the next.
  const onWeekends = named.filter((each) => each.kind === "holiday" && isWeekend(each.date));
  for (const each of onWeekends) {
    let next = addDays(each.date, 1);
    while (isWeekend(next) || special.has(next)) next = addDays(next, 1);
    special.set(next, { working: false, ground: "in-lieu", name: each.name });
  }
  return special;
}

/** Saturday or Sunday: preschool offices work a week of five days. */
export function isWeekend(day: LocalDate): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday === 0 || weekday === 6;
}

import { localDateOf, type LocalDate } from "#lib/calendar/local-date.ts";
import type { Locale } from "./locales.ts";
import { timeZone } from "./time-zone.ts";
import { translator, type MessageKey } from "./translate.ts";

/** An instant, shown as the day of Kazakhstan (UTC+5), or a day as it is. */
type Day = Date | LocalDate;

type Parts = { readonly year: string; readonly month: number; readonly day: string };

/** `25 ноября 2026 г.`, `2026 жылғы 25 қараша`, `25 November 2026`. */
export function formatDate(locale: Locale, day: Day): string {
  return sentence(locale, day, "date.long", "month");
}

/** `до 25 ноября 2026 г.`, `2026 жылғы 25 қарашаға дейін`: for sentences, where a bare date cannot stand in Kazakh. */
export function formatDateUntil(locale: Locale, day: Day): string {
  return sentence(locale, day, "date.untilLong", "monthTo");
}

/** `с 25 ноября 2026 г.`, `2026 жылғы 25 қарашадан бастап`. */
export function formatDateFrom(locale: Locale, day: Day): string {
  return sentence(locale, day, "date.fromLong", "monthFrom");
}

/** `25 ноября 2026 г.`, `2026 жылғы 25 қарашада`, `on 25 November 2026`: when something happens. */
export function formatDateOn(locale: Locale, day: Day): string {
  return sentence(locale, day, "date.onLong", "monthIn");
}

/** `среда, 25 ноября`, `25 қараша, сәрсенбі`: for deadlines of the coming weeks. */
export function formatWeekday(locale: Locale, day: Day): string {
  const parts = partsOf(day);
  const t = translator(locale);
  // Noon keeps the weekday the same in UTC and UTC+5.
  const weekday = new Date(`${isoOf(day)}T12:00:00Z`).getUTCDay();
  return t("date.withWeekday", {
    day: parts.day,
    month: monthName(locale, parts.month, "month"),
    weekday: t(`date.weekday.${weekday === 0 ? 7 : weekday}` as MessageKey),
  });
}

/** `1–31 августа`, `1–31 тамыз аралығында`; both days are in one month. */
export function formatRangeInMonth(locale: Locale, from: LocalDate, to: LocalDate): string {
  const parts = partsOf(to);
  return translator(locale)("date.rangeOneMonth", {
    from: partsOf(from).day,
    to: parts.day,
    month: monthName(locale, parts.month, "month"),
  });
}

/** `март 2027 г.`, `2027 жылғы наурыз`, `March 2027`. @param month `YYYY-MM` */
export function formatMonth(locale: Locale, month: string): string {
  const [year = "", number = ""] = month.split("-");
  const name = monthName(locale, Number(number), "monthAlone");
  return translator(locale)("date.monthYear", { month: name, year });
}

/** `11.2026` in every language: narrow tables. @param month `YYYY-MM` */
export function formatMonthShort(month: string): string {
  return month.split("-").toReversed().join(".");
}

/** `25.11.2026` in every language: tables and documents. */
export function formatDateShort(day: Day): string {
  const [year = "", month = "", date = ""] = isoOf(day).split("-");
  return `${date}.${month}.${year}`;
}

/** `25.11`: SMS, where each letter counts and digits need no ending. */
export function formatDayMonth(day: Day): string {
  return formatDateShort(day).slice(0, 5);
}

/** `10:05`, UTC+5. */
export function formatTime(at: Date): string {
  return clock.format(at);
}

/** `10:05:41`, UTC+5: where the order of the queue is told. */
export function formatTimeWithSeconds(at: Date): string {
  return clockWithSeconds.format(at);
}

/** `25.11.2026, 10:05` in every language. */
export function formatDateTime(at: Date): string {
  return `${formatDateShort(at)}, ${formatTime(at)}`;
}

/** `25 ноября 2026 г., 10:05`. */
export function formatDateTimeLong(locale: Locale, at: Date): string {
  return `${formatDate(locale, at)}, ${formatTime(at)}`;
}

/** `12 345` with no-break spaces, `12,345` in English; at most one figure after the point. */
export function formatNumber(locale: Locale, value: number): string {
  return numbers[locale].format(value);
}

/** `80 %`, `80%`; the argument is a share, 0.8. */
export function formatPercent(locale: Locale, share: number): string {
  return percents[locale].format(share);
}

/** A place in the queue: `214-й`, `214-орын`, `214th`. Kazakh writes the place itself, the hyphen alone being the ordinal. */
export function formatOrdinal(locale: Locale, place: number): string {
  if (locale === "en") return `${place}${englishEndings[ordinalRule.select(place)]}`;
  return translator(locale)("date.ordinal", { n: String(place) });
}

/** `812 КБ`, `2,4 МБ`: sizes of files, by 1024. Under a kilobyte it says 1. */
export function formatBytes(locale: Locale, bytes: number): string {
  const t = translator(locale);
  const kilobytes = Math.max(1, Math.round(bytes / 1024));
  if (kilobytes < 1024) return t("common.kb", { n: formatNumber(locale, kilobytes) });
  return t("common.mb", { n: formatNumber(locale, bytes / 1024 / 1024) });
}

const clock = new Intl.DateTimeFormat("ru", { timeZone, hour: "2-digit", minute: "2-digit" });
const clockWithSeconds = new Intl.DateTimeFormat("ru", {
  timeZone,
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});
// Making a formatter costs a thousand times what using it does.
const everyLanguage = <T>(make: (locale: Locale) => T): Record<Locale, T> => ({
  kk: make("kk"),
  ru: make("ru"),
  en: make("en"),
});
const numbers = everyLanguage(
  (locale) => new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }),
);
const percents = everyLanguage(
  (locale) => new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 }),
);
const ordinalRule = new Intl.PluralRules("en", { type: "ordinal" });
const englishEndings: Record<Intl.LDMLPluralRule, string> = {
  zero: "th",
  one: "st",
  two: "nd",
  few: "rd",
  many: "th",
  other: "th",
};

function sentence(
  locale: Locale,
  day: Day,
  key: MessageKey,
  form: "month" | "monthTo" | "monthFrom" | "monthIn",
): string {
  const parts = partsOf(day);
  return translator(locale)(key, {
    day: parts.day,
    month: monthName(locale, parts.month, form),
    year: parts.year,
  });
}

function monthName(locale: Locale, month: number, form: string): string {
  return translator(locale)(`date.${form}.${month}` as MessageKey);
}

function isoOf(day: Day): LocalDate {
  return typeof day === "string" ? day : localDateOf(day);
}

function partsOf(day: Day): Parts {
  const [year = "", month = "", date = ""] = isoOf(day).split("-");
  return { year, month: Number(month), day: String(Number(date)) };
}

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as formats from "#lib/i18n/formats.ts";
import { locales } from "#lib/i18n/locales.ts";

const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, " ");

describe("dates", () => {
  test("stand in the order of the language", () => {
    const written = locales.map((locale) => plain(formats.formatDate(locale, "2026-11-25")));
    expect(written).toEqual(["2026 жылғы 25 қараша", "25 ноября 2026 г.", "25 November 2026"]);
    expect(plain(formats.formatWeekday("kk", "2026-11-25"))).toBe("25 қараша, сәрсенбі");
    expect(plain(formats.formatWeekday("ru", "2026-11-29"))).toBe("воскресенье, 29 ноября");
    expect(plain(formats.formatRangeInMonth("kk", "2026-08-01", "2026-08-31"))).toBe(
      "1–31 тамыз аралығында",
    );
  });

  test.each(locales)("stay whole at the end of a line in %s", (locale) => {
    for (const format of [
      formats.formatDate,
      formats.formatDateUntil,
      formats.formatDateFrom,
      formats.formatDateOn,
    ]) {
      // «until», «дейін»: a word before or after the date may stand on another line.
      const words = format(locale, "2026-11-25").split(" ");
      expect(words.filter((word) => /\d/.test(word))).toHaveLength(1);
    }
  });

  test("take the ending that the Kazakh sentence wants, in every month", () => {
    const months = Array.from(
      { length: 12 },
      (_, i) => `2026-${String(i + 1).padStart(2, "0")}-01`,
    );
    const until = months.map((day) => plain(formats.formatDateUntil("kk", day)));
    expect(until.map((text) => text.split(" ").at(-2))).toEqual([
      "қаңтарға",
      "ақпанға",
      "наурызға",
      "сәуірге",
      "мамырға",
      "маусымға",
      "шілдеге",
      "тамызға",
      "қыркүйекке",
      "қазанға",
      "қарашаға",
      "желтоқсанға",
    ]);
    expect(until[0]).toBe("2026 жылғы 1 қаңтарға дейін");
    expect(plain(formats.formatDateFrom("kk", "2026-07-01"))).toBe("2026 жылғы 1 шілдеден бастап");
    expect(plain(formats.formatDateOn("kk", "2026-11-25"))).toBe("2026 жылғы 25 қарашада");
    expect(plain(formats.formatDateUntil("ru", "2026-11-25"))).toBe("до 25 ноября 2026 г.");
  });

  test("an instant is shown as the day and hour of Kazakhstan, whatever the machine's zone", () => {
    const at = new Date("2026-11-24T19:05:07Z");
    expect(formats.formatDateTime(at)).toBe("25.11.2026, 00:05");
    expect(formats.formatTimeWithSeconds(at)).toBe("00:05:07");
    expect(formats.formatDayMonth(at)).toBe("25.11");
    expect(plain(formats.formatDateTimeLong("kk", at))).toBe("2026 жылғы 25 қараша, 00:05");
    expect(formats.formatTime(new Date("2026-11-24T18:59:59Z"))).toBe("23:59");
  });

  test("every day has a text of its own in every language", () => {
    const days = fc
      .date({ min: new Date("2000-01-01"), max: new Date("2099-12-31"), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10));
    fc.assert(
      fc.property(days, days, fc.constantFrom(...locales), (one, other, locale) => {
        const same = formats.formatDate(locale, one) === formats.formatDate(locale, other);
        expect(same).toBe(one === other);
      }),
    );
  });
});

describe("numbers", () => {
  test("are grouped as the language does", () => {
    const written = locales.map((locale) => plain(formats.formatNumber(locale, 12_345)));
    expect(written).toEqual(["12 345", "12 345", "12,345"]);
    expect(locales.map((locale) => plain(formats.formatPercent(locale, 0.8)))).toEqual([
      "80%",
      "80 %",
      "80%",
    ]);
  });

  test("a place is told by the language's ordinal", () => {
    expect(locales.map((locale) => formats.formatOrdinal(locale, 214))).toEqual([
      "214-орын",
      "214-й",
      "214th",
    ]);
    expect([1, 2, 3, 4, 11, 21].map((place) => formats.formatOrdinal("en", place))).toEqual([
      "1st",
      "2nd",
      "3rd",
      "4th",
      "11th",
      "21st",
    ]);
  });

  test("sizes of files are short", () => {
    expect(plain(formats.formatBytes("ru", 10))).toBe("1 КБ");
    expect(plain(formats.formatBytes("ru", 830_000))).toBe("811 КБ");
    expect(plain(formats.formatBytes("kk", 2_500_000))).toBe("2,4 МБ");
    expect(plain(formats.formatBytes("en", 1024 * 1024 - 1))).toBe("1 MB");
  });
});

import { afterEach, describe, expect, test, vi } from "vitest";
import { isLocale, locales, negotiate } from "#lib/i18n/locales.ts";
import { translator, type MessageKey } from "#lib/i18n/translate.ts";

afterEach(() => vi.unstubAllEnvs());

describe("translator", () => {
  test("puts values in and chooses the plural of the language", () => {
    const ru = translator("ru");
    expect(ru("code.wrong", { n: 1 })).toBe("Код не подошел. Осталась 1\u00a0попытка.");
    expect(ru("code.wrong", { n: 2 })).toBe("Код не подошел. Осталось 2\u00a0попытки.");
    expect(ru("code.wrong", { n: 5 })).toBe("Код не подошел. Осталось 5\u00a0попыток.");
    expect(translator("kk")("date.daysLeft", { n: 3 })).toBe("3\u00a0күн қалды");
    expect(translator("kk")("date.daysLeft", { n: 0 })).toBe("Бүгін — соңғы күн");
    expect(translator("en")("date.daysLeft", { n: 1 })).toBe("1 day left");
  });

  test("ends a sentence once after the abbreviation of a year", () => {
    const date = "20 декабря 2026 г.";
    expect(translator("ru")("interest.restore", { date })).toMatch(/до 20 декабря 2026 г\.$/);
    expect(translator("ru")("interest.done", { date })).toMatch(/: 20 декабря 2026 г\.$/);
  });

  test("is made once for a language and knows it", () => {
    expect(translator("kk")).toBe(translator("kk"));
    expect(translator("kk").locale).toBe("kk");
  });

  test("a missing text or value is a bug here and a key, not a broken page, in production", () => {
    const nowhere = "no.such.text" as MessageKey;
    expect(() => translator("ru")(nowhere)).toThrow("MISSING_MESSAGE");
    expect(() => translator("ru")("code.sent")).toThrow("FORMATTING_ERROR");
    vi.stubEnv("APP_ENV", "production");
    expect(translator("ru")(nowhere)).toBe("no.such.text");
    expect(translator("ru")("code.sent")).toBe("code.sent");
  });

  test("tells whether a composed key is a text", () => {
    const t = translator("en");
    expect(t.has("status.REGISTERED.label")).toBe(true);
    expect(t.has("status.REGISTERED")).toBe(false);
    expect(t.has("status.NOWHERE.label")).toBe(false);
  });

  test.each(locales)("keeps apostrophes and braces of %s as written", (locale) => {
    const child = translator(locale)("recover.child");
    expect(child).not.toMatch(/[{}]/);
    expect(translator("en")("recover.child")).toBe("Child's IIN");
  });
});

describe("the language of a visitor without one in the address", () => {
  test.each([
    ["ru", "kk;q=0.9", "ru"],
    ["xx", "ru-RU,ru;q=0.9,en;q=0.8", "ru"],
    [null, "kk-KZ", "kk"],
    [undefined, "kz", "kk"],
    [null, "de-DE,de;q=0.9,en;q=0.8,ru;q=0.7", "en"],
    [null, "ru;q=0.5,en;q=0.9", "en"],
    [null, "ru;q=0,en;q=0.1", "en"],
    [null, "*", "kk"],
    [null, "", "kk"],
    [null, null, "kk"],
    [null, ";;;,,q=,ru;q=nonsense", "kk"],
  ])("cookie %s, header %s: %s", (cookie, header, locale) => {
    expect(negotiate(cookie, header)).toBe(locale);
  });

  test("only the three", () => {
    expect(["kk", "ru", "en", "kz", "", undefined, 1, "KK"].filter(isLocale)).toEqual([
      "kk",
      "ru",
      "en",
    ]);
  });
});

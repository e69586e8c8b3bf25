import { describe, expect, test } from "vitest";

import {
  controlOf,
  fieldErrors,
  problemCodes,
  problemText,
} from "#app/[locale]/[region]/apply/_wizard/problem-texts.ts";
import { draftFields } from "#lib/applications/draft.ts";
import type { Problem, ProblemCode } from "#lib/applications/problems.ts";
import { locales } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";

/** One problem of each code as the rules give it. */
function example(code: ProblemCode): Problem {
  switch (code) {
    case "iin-length":
      return { field: "childIin", code, params: { n: 11 } };
    case "too-old":
      return { field: "childIin", code, params: { n: 6 } };
    case "too-long":
      return { field: "childSurname", code, params: { n: 100 } };
    case "duplicate":
      return { field: "childIin", code, params: { number: "26-11-000123", date: "2026-11-22" } };
    case "paper-missing":
      return { field: "paper.pmpk-conclusion", code };
    default:
      return { field: "childIin", code };
  }
}

describe("problems in words", () => {
  test.each(locales)("%s: every code has a sentence without gaps", (locale) => {
    const t = translator(locale);
    expect(problemCodes.length).toBeGreaterThan(15);
    const lame = problemCodes
      .map((code) => `${code}: ${problemText(t, example(code))}`)
      .filter((line) => /[{}]|undefined|apply\.|error\./u.test(line) || line.length < 20);
    expect(lame).toEqual([]);
  });

  test.each(locales)("%s: a missing answer says which, for the summary at the top", (locale) => {
    const t = translator(locale);
    const said = ["email", "phone", "childIin", "childSurname", "childGivenName", "childBirthDate"]
      .flatMap((name) => draftFields.find((field) => field === name) ?? [])
      .map((field) => problemText(t, { field, code: "required" }));
    expect(new Set(said).size).toBe(6);
    expect(said).not.toContain(t("error.required"));
  });

  test("a missing paper is named, an unknown one is «another paper»", () => {
    const t = translator("ru");
    expect(problemText(t, { field: "paper.vkk-conclusion", code: "paper-missing" })).toBe(
      "Приложите документ: Заключение ВКК",
    );
    expect(problemText(t, { field: "paper.unheard", code: "paper-missing" })).toBe(
      "Приложите документ: Другой документ",
    );
  });

  test("a duplicate is told with its date", () => {
    for (const locale of locales) {
      const text = problemText(translator(locale), example("duplicate"));
      expect(text).toContain("22.11.2026");
      expect(text).not.toContain("..");
    }
  });

  test("the summary links to the control: a paper's is its upload field", () => {
    const problems: Problem[] = [
      { field: "email", code: "required" },
      { field: "paper.pmpk-conclusion", code: "paper-missing" },
    ];
    expect(fieldErrors(translator("en"), problems).map(({ field }) => field)).toEqual([
      "email",
      "file-pmpk-conclusion",
    ]);
    expect(controlOf("consent")).toBe("consent");
  });
});

import { describe, expect, test } from "vitest";
import { edsSentence, edsSteps, signingFailureCodes } from "#app/_eds/sentences.ts";
import { signTexts } from "#app/_eds/sign-texts.ts";
import { edsCodes } from "#lib/eds/codes.ts";
import { locales } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";

describe.each(locales)("words for a failed signature, %s", (locale) => {
  const t = translator(locale);

  test("every code of the verifier and of NCALayer has a sentence", () => {
    expect(signingFailureCodes).toEqual(expect.arrayContaining([...edsCodes]));
    for (const code of signingFailureCodes)
      expect(edsSentence(t, code, { reason: "X" }).length).toBeGreaterThan(15);
  });

  test("what the person can tell apart is told apart", () => {
    const told = [
      "absent",
      "lna-blocked",
      "cancelled",
      "wrong-key",
      "drop",
      "busy",
      "timeout",
      "error",
    ] as const;
    const refused = [
      "revoked",
      "expired",
      "not-yet-valid",
      "untrusted-ca",
      "not-a-person",
      "no-iin",
      "wrong-person",
      "revocation-unknown",
      "content-mismatch",
    ] as const;
    const sentences = [...told, ...refused].map((code) => edsSentence(t, code));
    expect(new Set(sentences).size).toBe(sentences.length);
  });

  test("dates and reasons stand in the sentence", () => {
    expect(edsSentence(t, "expired", { date: "01.02.2026" })).toContain("01.02.2026");
    expect(edsSentence(t, "not-yet-valid", { date: "01.02.2026" })).toContain("01.02.2026");
    expect(edsSentence(t, "error", { reason: "GENERAL_ERROR" })).toContain("GENERAL_ERROR");
    expect(edsSentence(t, "expired")).not.toContain("{");
  });

  test("failures that the person can mend have steps", () => {
    for (const code of [
      "absent",
      "lna-blocked",
      "wrong-key",
      "expired",
      "revoked",
      "busy",
      "error",
    ] as const) {
      expect(edsSteps(t, code).length).toBeGreaterThanOrEqual(2);
    }
    expect(edsSteps(t, "cancelled")).toEqual([]);
  });

  test("the widget's words are complete and can be sent to the browser", () => {
    const texts = signTexts(t, "sign-in");
    expect(texts.button).toBe(t("eds.choose"));
    expect(signTexts(t, "application").button).toBe(t("eds.sign"));
    expect(structuredClone(texts)).toEqual(texts);
    expect(texts.failures["error"]?.sentence).toContain("{reason}");
  });
});

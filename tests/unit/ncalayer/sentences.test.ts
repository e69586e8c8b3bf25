import { describe, expect, test } from "vitest";
import { readFileSync } from "node:fs";
import { guides } from "#app/[locale]/[region]/help/ncalayer/guides.ts";
import {
  edsSentence,
  edsSteps,
  edsTopic,
  type SetupTopic,
  setupTopics,
  type SigningFailureCode,
  signingFailureCodes,
} from "#app/_eds/sentences.ts";
import { failureWords, signTexts } from "#app/_eds/sign-texts.ts";
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

  test("every failure that has more to tell leads to a part of the help page", () => {
    const told = guides(t);
    expect(told.map(({ topic }) => topic).toSorted()).toEqual([...setupTopics].toSorted());
    const led = signingFailureCodes.flatMap((code) => edsTopic(code) ?? []);
    expect(setupTopics).toEqual(expect.arrayContaining([...led]));
    const promised: readonly [SigningFailureCode, SetupTopic][] = [
      ["absent", "absent"],
      ["lna-blocked", "lna"],
      ["cancelled", "cancelled"],
      ["wrong-person", "wrong-person"],
      ["not-a-person", "organisation"],
      ["expired", "expired"],
      ["revoked", "revoked"],
      ["timeout", "slow"],
    ];
    for (const [code, topic] of promised) expect(edsTopic(code)).toBe(topic);
    for (const { title, intro, parts } of told) {
      expect(title.length).toBeGreaterThan(5);
      expect(intro.length).toBeGreaterThan(40);
      for (const { steps } of parts) expect(steps.length).toBeGreaterThan(1);
    }
  });

  test("the pictures are there, and say nothing in any language", () => {
    const drawn = readFileSync("public/pictures/ncalayer-1.svg", "utf8");
    const named = guides(t).flatMap(({ parts }) => parts.flatMap(({ picture }) => picture ?? []));
    for (const name of named) expect(drawn).toContain(`<g id="${name}"`);
    expect(drawn.replace(/<!--[\s\S]*?-->/g, "")).not.toMatch(/\p{Script=Cyrillic}/u);
  });

  test("the widget's words are complete and can be sent to the browser", () => {
    const texts = signTexts(t, "sign-in");
    expect(texts.button).toBe(t("eds.choose"));
    expect(signTexts(t, "application").button).toBe(t("eds.sign"));
    expect(structuredClone(texts)).toEqual(texts);
    const words = failureWords(t);
    expect(Object.keys(words)).toEqual(signingFailureCodes);
    expect(words["error"]?.sentence).toContain("{reason}");
    expect(words).toMatchObject(texts.failures);
  });
});

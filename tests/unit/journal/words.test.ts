import { describe, expect, test } from "vitest";
import type { Standing } from "#app/[locale]/[region]/cabinet/applications/_journal/next-step.ts";
import {
  nextStepSentence,
  paperName,
  statusSentence,
  statusTags,
} from "#app/[locale]/[region]/cabinet/applications/_journal/words.ts";
import { statuses } from "#lib/applications/status.ts";
import { locales } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";

const ru = translator("ru");
const waiting: Standing = {
  status: "REGISTERED",
  checks: [],
  claims: [],
  interestDueAt: null,
  wishesDue: false,
};
const phone = "+77162000200";

describe("an application in words", () => {
  test("every status has its tag and its next step in every language, with nothing left open", () => {
    for (const locale of locales) {
      const t = translator(locale);
      for (const status of statuses) {
        const application = { ...waiting, status };
        const said = [
          ...statusTags(t, application).map((tag) => tag.text),
          nextStepSentence(t, application, phone),
          statusSentence(t, status) ?? "",
        ];
        expect(said.join(" ")).not.toMatch(/[{}]|status\.|journal\./u);
      }
    }
  });

  test("a doubt about a privilege or a register stands beside the status, not in its place", () => {
    const application: Standing = {
      ...waiting,
      checks: [{ kind: "kinship", state: "pending" }],
      claims: [{ category: "orphan", status: "claimed" }],
    };
    expect(statusTags(ru, application)).toEqual([
      { tone: "sky", text: "В очереди" },
      { tone: "plain", text: "Идет проверка" },
      { tone: "plain", text: "Льгота на подтверждении" },
    ]);
    expect(statusTags(ru, waiting)).toEqual([{ tone: "sky", text: "В очереди" }]);
  });

  test("what did not prove true is named, with the phone to call", () => {
    const application: Standing = {
      ...waiting,
      checks: [
        { kind: "residence", state: "failed" },
        { kind: "kinship", state: "failed" },
      ],
    };
    const sentence = nextStepSentence(ru, application, phone);
    expect(sentence).toContain("Регистрация в регионе, Родство с ребенком");
    expect(sentence.replaceAll("\u00a0", " ")).toContain("+7 716 200 02 00");
    expect(statusTags(ru, application)[1]).toEqual({
      tone: "wait",
      text: "Свяжитесь с отделом образования",
    });
  });

  test("a paper nobody named is still a document", () => {
    expect(paperName(ru, "birth-certificate")).toBe("Свидетельство о рождении");
    expect(paperName(ru, "no-such-paper")).toBe("Другой документ");
  });
});

import { describe, expect, test } from "vitest";
import { answerWords } from "#app/[locale]/[region]/queue/answer.ts";
import { placeWords } from "#app/[locale]/[region]/queue/place-words.ts";
import { statuses } from "#lib/applications/status.ts";
import { locales } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";
import { fail, ok } from "#lib/platform/result.ts";
import { entryClasses } from "#lib/queue/order.ts";
import type { QueuePlace } from "#lib/queue/views.ts";

const ru = translator("ru");
const now = new Date("2026-11-22T05:06:07Z");
const place: QueuePlace = {
  key: { regionId: 1, queueType: "general", districtKato: "", cohort: 2023 },
  class: "ordinary",
  registeredAt: new Date("2026-11-20T04:00:00Z"),
  position: 1204,
  worst: 1310,
  total: 5230,
};
const plain = (text: string) => text.replaceAll("\u00a0", " ");

describe("a place in words", () => {
  test("number, moment, class, bound and total", () => {
    const words = placeWords(ru, place, now);
    expect(plain(words.number)).toBe("1 204");
    expect(words.ahead).toBe(1203);
    expect(plain(words.asOf)).toContain("22 ноября 2026 г., 10:06");
    expect(plain(words.bound)).toBe("Не дальше чем 1 310");
    expect(words.cohort).toContain("2023");
  });

  test("the bound is explained for each class, in every language", () => {
    for (const locale of locales) {
      const t = translator(locale);
      const whys = entryClasses.map(
        (each) => placeWords(t, { ...place, class: each }, now).boundWhy,
      );
      expect(new Set(whys).size).toBe(entryClasses.length);
      expect(whys.join(" ")).not.toMatch(/[{}]/u);
    }
  });
});

describe("the answer of the public check", () => {
  test("each mistake is told at its field", () => {
    const field = (checked: Parameters<typeof answerWords>[1]) => {
      const answer = answerWords(ru, checked, now);
      return answer.status === "mend" ? answer.errors.map((each) => each.field) : answer.status;
    };
    expect(field(fail("iin-length", { n: 9 }))).toEqual(["childIin"]);
    expect(field(fail("iin-check-digit"))).toEqual(["childIin"]);
    expect(field(fail("second-fact"))).toEqual(["secondFact"]);
    expect(field(fail("none"))).toEqual(["childIin"]);
  });

  test("whoever asks too often is told when to come back, in whole minutes", () => {
    const told = (retryAfterSeconds: number) => {
      const answer = answerWords(ru, fail("too-many", { retryAfterSeconds }), now);
      return answer.status === "refused" ? plain(answer.text) : answer.status;
    };
    expect(told(61)).toContain("через 2 мин");
    expect(told(1)).toContain("через 1 мин");
  });

  test("every status can be told, with and without a place", () => {
    for (const locale of locales) {
      for (const status of statuses) {
        for (const found of [place, null]) {
          const registeredAt = place.registeredAt;
          const one = { queueType: "general", status, place: found, registeredAt };
          const answer = answerWords(translator(locale), ok([one]), now);
          expect(JSON.stringify(answer)).not.toMatch(/status\.[A-Z]|\{\w+\}/u);
        }
      }
    }
  });

  test("tells where the entry stands and nothing of whose it is", () => {
    const one = {
      queueType: "general",
      status: "REGISTERED",
      place,
      registeredAt: place.registeredAt,
    } as const;
    const answer = answerWords(ru, ok([one]), now);
    expect(answer.status === "found" && Object.keys(answer.found[0] ?? {}).toSorted()).toEqual([
      "key",
      "place",
      "queueType",
      "registeredAt",
      "status",
      "statusText",
    ]);
  });
});

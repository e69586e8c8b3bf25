import { describe, expect, test } from "vitest";
import { storyLine } from "#app/[locale]/[region]/cabinet/applications/_journal/story.ts";
import { locales } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";
import type { HistoryLine } from "#lib/queue/views.ts";

const ru = translator("ru");
const at = new Date("2026-11-22T19:00:41.123Z");
const line = (more: Partial<HistoryLine>): HistoryLine => ({
  kind: "registered",
  at,
  actorRole: "parent",
  legalGround: "registration",
  data: {},
  ...more,
});

describe("the history", () => {
  test("tells the registration with its queue, by the clock of Kazakhstan and to the second", () => {
    const data = { queueType: "general", districtKato: "", cohort: 2023, class: "first-priority" };
    expect(storyLine(ru, line({ data }))).toEqual({
      time: "23.11.2026, 00:00:41",
      dateTime: "2026-11-22T19:00:41.123Z",
      text: "Заявление зарегистрировано",
      detail: "Общеобразовательная группа. Дети 2023 года рождения. Первоочередно.",
      who: "Заявитель",
      ground: expect.stringMatching(/^Основание: .*254$/u),
    });
  });

  test("grounds a claim on the law of its category", () => {
    const claim = { kind: "privilege-claimed", legalGround: "privilege-claim" };
    const teacher = storyLine(ru, line({ ...claim, data: { claimId: "1", category: "teacher" } }));
    expect(teacher.detail).toBe("Дети педагогов");
    expect(teacher.ground).toContain("293-VI");
    expect(storyLine(ru, line({ ...claim, data: { category: "no-such" } })).ground).toBeNull();
  });

  test("tells which paper was thrown out and what to do about it", () => {
    const facts = { kind: "paper-removed", legalGround: "file-check", actorRole: "system" };
    const data = { paper: "large-family-proof", reason: "infected" };
    for (const locale of locales) {
      const t = translator(locale);
      const told = storyLine(t, line({ ...facts, data }));
      expect(told.text).toBe(t("journal.event.paper-removed"));
      expect(told.detail).toContain(t("document.type.large-family-proof"));
      expect(told.detail).toContain(t("journal.lost.do"));
      expect(told.ground).toContain(t("journal.ground.file-check"));
    }
    expect(storyLine(ru, line({ ...facts, data: {} })).detail).toBeNull();
  });

  test("tells what a register said and where an entry moved", () => {
    const checked = line({
      kind: "register-checked",
      actorRole: "system",
      legalGround: "register-check",
      data: { check: "kinship", result: "failed" },
    });
    expect(storyLine(ru, checked)).toMatchObject({
      detail: "Родство с ребенком: не подтвердилось",
      who: "Портал",
    });
    const moved = line({ kind: "moved", data: { from: { cohort: 2023 }, to: { cohort: 2022 } } });
    expect(storyLine(ru, moved).detail).toBe("Год рождения в очереди: было 2023, стало 2022");
  });

  test("facts that nobody foresaw leave the event told, without a detail", () => {
    const kinds = ["registered", "privilege-claimed", "moved", "register-checked", "held"];
    const strange = [{}, { queueType: 5 }, { category: null }, { from: 1, to: 2 }, { check: {} }];
    for (const locale of locales) {
      for (const kind of kinds) {
        for (const data of strange) {
          const told = storyLine(translator(locale), line({ kind, data, legalGround: "unheard" }));
          expect(told.text).not.toBe("");
          expect(told.detail).toBeNull();
          expect(told.ground).toBeNull();
        }
      }
    }
    expect(storyLine(ru, line({ kind: "unheard", actorRole: "unheard" })).who).toBe("Портал");
  });
});

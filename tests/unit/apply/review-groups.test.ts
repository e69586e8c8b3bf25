import { describe, expect, test } from "vitest";

import { reviewGroups } from "#app/[locale]/[region]/apply/_wizard/review-groups.ts";
import { applicationContent, type ApplicationContent } from "#lib/applications/content.ts";
import { locales } from "#lib/i18n/locales.ts";
import { groupIin } from "#lib/identity/iin.ts";
import { translator } from "#lib/i18n/translate.ts";

const names = { kk: "Ақмола облысы", ru: "Акмолинская область", en: "Akmola region" };

const content: ApplicationContent = applicationContent.parse({
  kind: "kezek-application/1",
  request: "7d9f2f4e-43f3-4a52-8f0e-4f3c0d8a2b11",
  portal: "http://localhost:3000",
  composedAt: "2026-11-22T05:00:00.000Z",
  expiresAt: "2026-11-22T05:30:00.000Z",
  language: "ru",
  region: { slug: "akmola", kato: "110000000", names },
  district: {
    kato: "111010000",
    names: { kk: "Көкшетау қ.", ru: "г. Кокшетау", en: "Kokshetau" },
  },
  queueType: "general",
  applicant: {
    iin: "910925490000",
    surname: "КИМ",
    givenName: "ОЛЬГА",
    patronymic: "СЕРГЕЕВНА",
    birthDate: "1991-09-25",
    address: { kk: "Көкшетау қаласы, Абай көшесі, 96-үй", ru: "г. Кокшетау, ул. Абая, д. 96" },
    source: "register",
  },
  contacts: { email: "olga@example.kz", phone: "+77770001199", secondPhone: null },
  child: {
    iin: "230315590008",
    surname: "КИМ",
    givenName: "МИРА",
    patronymic: null,
    birthDate: "2023-03-15",
    source: "declared",
  },
  relation: "guardian",
  nonResident: true,
  privileges: ["large-family"],
  attachments: [
    {
      id: "0f0c1f7e-1c1e-4df4-9c4c-3f8f6f1f2a10",
      paper: "large-family-proof",
      name: "one.jpg",
      size: 240_000,
      sha256: "a".repeat(64),
    },
  ],
  checksPending: ["kinship"],
  personalDataConsent: true,
});

describe("the application as it is read before signing", () => {
  test.each(locales)("%s: every fact of the signed text is shown", (locale) => {
    const shown = reviewGroups(translator(locale), content)
      .flatMap((group) => group.rows)
      .flatMap((row) => [row.term, row.value])
      .join("\n");
    expect(shown).not.toMatch(/undefined|null|[{}]/u);
    for (const fact of [
      names[locale],
      content.district?.names[locale] ?? "?",
      "Ким Ольга Сергеевна",
      groupIin("910925490000"),
      locale === "kk" ? "Абай көшесі" : "ул. Абая",
      "olga@example.kz",
      "+7\u00A0777\u00A0000\u00A011\u00A099",
      "Ким Мира",
      groupIin("230315590008"),
      "one.jpg",
      translator(locale)("privilege.category.large-family"),
      translator(locale)("document.type.large-family-proof"),
      translator(locale)("apply.guardian.label"),
      translator(locale)("apply.check.kinship"),
      translator(locale)("apply.review.declared"),
      translator(locale)("apply.consent.text"),
    ]) {
      expect(shown).toContain(fact);
    }
  });

  test("each group leads back to the page where it can be changed", () => {
    const steps = reviewGroups(translator("ru"), content).map(({ id, step }) => [id, step]);
    expect(Object.fromEntries(steps)).toMatchObject({
      applicant: null,
      contacts: "applicant",
      child: "child",
      queue: "child",
      papers: "documents",
    });
  });

  test("what is absent is said or left out, never an empty line", () => {
    const bare: ApplicationContent = {
      ...content,
      district: null,
      privileges: [],
      attachments: [],
      checksPending: [],
      relation: "parent",
      applicant: { ...content.applicant, address: null },
    };
    const rows = reviewGroups(translator("kk"), bare).flatMap((group) => group.rows);
    expect(rows.filter((row) => row.value.trim() === "")).toEqual([]);
    expect(rows.some((row) => row.term === translator("kk")("apply.text.district"))).toBe(false);
  });
});

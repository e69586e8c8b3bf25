import { describe, expect, test } from "vitest";
import { locales } from "#lib/i18n/locales.ts";
import { smsParts } from "#lib/messaging/sms-length.ts";
import { emailText, smsText, type Template, templateParams } from "#lib/notifications/templates.ts";

const samples: Record<Template, Record<string, string | number>> = {
  registered: { number: "111-26-000042", n: 1217, code: "7KXR24BD" },
  "checks-failed": { number: "111-26-000042", checks: "kinship,residence" },
  "signature-recheck-failed": { number: "111-26-000042" },
  "paper-infected": { number: "111-26-000042" },
  "new-sign-in": { device: "Chrome · Windows" },
};
const about = {
  at: new Date("2026-11-22T05:06:07Z"),
  link: "https://kezek.kz/kk/akmola/cabinet",
  phone: "+77162000200",
};

describe.each(locales)("messages in %s", (locale) => {
  test.each(Object.keys(templateParams) as Template[])("%s is whole and short", (template) => {
    const params = templateParams[template].parse(samples[template]) as Record<string, string>;
    const sms = smsText(template, params, { ...about, locale });
    const { subject, text } = emailText(template, params, { ...about, locale });
    for (const words of [sms, subject, text]) expect(words).not.toMatch(/[{}]|undefined/);
    expect(smsParts(sms)).toBeLessThanOrEqual(2);
    expect(subject).not.toContain("\n");
    expect(text).toContain(about.link);
    // Wherever a stranger may read along, there is no name and no IIN.
    expect(sms).not.toMatch(/\d{12}/);
  });
});

test("the SMS of a registration fits in one part", () => {
  for (const locale of locales) {
    expect(smsParts(smsText("registered", samples.registered, { ...about, locale }))).toBe(1);
  }
});

test("the letter names the checks that failed", () => {
  const { text } = emailText("checks-failed", samples["checks-failed"], { ...about, locale: "ru" });
  expect(text).toContain("Родство с ребенком, Регистрация в регионе");
});

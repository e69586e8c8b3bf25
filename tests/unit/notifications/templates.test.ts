import { describe, expect, test } from "vitest";
import { locales } from "#lib/i18n/locales.ts";
import { smsParts } from "#lib/messaging/sms-length.ts";
import { emailText, smsText, type Template, templateParams } from "#lib/notifications/templates.ts";

const reminder = {
  number: "111-26-000042",
  application: "11111111-2222-4333-8444-555555555555",
  date: "2026-12-22T18:59:59.999Z",
};

/** The longest values that occur. A link in an SMS has 20 characters, `kezek.kz/s/` and nine more. */
const samples: Record<Template, Record<string, string | number>> = {
  registered: { number: "111-26-000042", n: 12_345, code: "7KXR24BD" },
  "registered-choosing": { number: "111-26-000042", n: 12_345, code: "7KXR24BD" },
  "checks-failed": { number: "111-26-000042", checks: "kinship,residence" },
  "signature-recheck-failed": { number: "111-26-000042" },
  "paper-infected": { number: "111-26-000042" },
  "new-sign-in": { device: "Chrome · Windows" },
  code: { code: "1234567890" },
  "phone-change": { link: "https://kezek.kz/s/123456789" },
  "recovery-tried": {},
  "recovery-blocked": {},
  linked: {},
  "gave-way": { number: "111-26-000042" },
  "privilege-claimed": { number: "111-26-000042" },
  "privilege-given-up": { number: "111-26-000042" },
  "privilege-expired": { number: "111-26-000042" },
  "privilege-ending": { number: "111-26-000042", until: "2026-12-25" },
  moved: { number: "111-26-000042" },
  "twins-joined": { number: "111-26-000042" },
  "twins-parted": { number: "111-26-000042" },
  "wishes-changed": { number: "111-26-000042" },
  withdrawn: { number: "111-26-000042" },
  interest: reminder,
  "interest-reply": reminder,
  "interest-confirmed": { number: "111-26-000042", n: 3, next: "2027-11-22T18:59:59.999Z" },
  "interest-removed": { number: "111-26-000042", date: "2026-12-22T18:59:59.999Z" },
  "interest-restored": { number: "111-26-000042", next: "2027-11-22T18:59:59.999Z" },
  renewed: { number: "111-26-000042", cohort: 2023 },
  "account-changed": { what: "password" },
  returned: {
    number: "111-26-000042",
    until: "2026-12-25",
    reasons: "paper-unreadable,paper-missing",
    objectBy: "2027-02-25",
  },
  "correction-due": { number: "111-26-000042", until: "2026-12-25" },
  "correction-missed": { number: "111-26-000042", objectBy: "2027-02-25" },
  "correction-received": { number: "111-26-000042" },
  held: { number: "111-26-000042", ground: "hold-register", objectBy: "2027-02-25" },
  released: { number: "111-26-000042" },
  refused: { number: "111-26-000042", ground: "refuse-kinship", objectBy: "2027-02-25" },
  removed: { number: "111-26-000042", ground: "remove-moved", objectBy: "2027-02-25" },
  restored: { number: "111-26-000042" },
  "record-closed": { number: "111-26-000042" },
  "applicant-gone": { number: "111-26-000042" },
  "district-moved": { number: "111-26-000042" },
  "instant-kept": { number: "111-26-000042" },
  "moved-warning": { number: "111-26-000042", until: "2026-12-25" },
  "age-warning": { number: "111-26-000042", until: "2026-12-25" },
  "appeal-received": { number: "111-26-000042", until: "2026-12-25" },
  "appeal-upheld": { number: "111-26-000042" },
  "appeal-refused": { number: "111-26-000042" },
};
const about = {
  at: new Date("2026-11-22T05:06:07Z"),
  link: "https://kezek.kz/s/987654321",
  phone: "+77162000200",
};
const withoutLink: readonly string[] = ["code", "record-closed"];

describe.each(locales)("messages in %s", (locale) => {
  test.each(Object.keys(templateParams) as Template[])("%s is whole and short", (template) => {
    const params = templateParams[template].parse(samples[template]) as Record<string, string>;
    const sms = smsText(template, params, { ...about, locale });
    const { subject, text } = emailText(template, params, { ...about, locale });
    for (const words of [sms, subject, text]) expect(words).not.toMatch(/[{}]|undefined/);
    // Cyrillic: 70 characters; English stays in the alphabet of 160.
    expect([sms, smsParts(sms)]).toEqual([sms, 1]);
    expect(/^[ -~]*$/.test(sms)).toBe(locale === "en");
    expect(subject).not.toContain("\n");
    expect(text.includes("https://")).toBe(!withoutLink.includes(template));
    // Wherever a stranger may read along, there is no name and no IIN.
    expect(sms).not.toMatch(/(?<!\+\d*)\d{12}/);
  });
});

test("the code stands before any other number and in no subject", () => {
  for (const locale of locales) {
    const words = { ...about, locale };
    expect(/\d+/.exec(smsText("code", { code: "4711" }, words))?.[0]).toBe("4711");
    const letter = emailText("code", { code: "4711" }, words);
    expect(/\d+/.exec(letter.text)?.[0]).toBe("4711");
    expect(letter.subject).not.toMatch(/\d/);
  }
});

test("the way to stop the change of a phone leads to its own address, in an SMS and in a letter", () => {
  const params = { link: "https://kezek.kz/kk/oral/stop/secret" };
  const words = { ...about, locale: "kk" as const };
  expect(smsText("phone-change", params, words)).toContain(" kezek.kz/kk/oral/stop/secret");
  expect(emailText("phone-change", params, words).text).toContain(params.link);
  expect(emailText("phone-change", params, words).text).not.toContain(about.link);
});

test("the letter names the checks that failed", () => {
  const { text } = emailText("checks-failed", samples["checks-failed"], { ...about, locale: "ru" });
  expect(text).toContain("Родство с ребенком, Регистрация в регионе");
});

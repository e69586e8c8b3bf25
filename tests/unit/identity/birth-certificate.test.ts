import { describe, expect, test } from "vitest";
import { parseBirthCertificate, sameBirthCertificate } from "#lib/identity/birth-certificate.ts";

describe("a birth certificate number", () => {
  test.each(["1203456", "№ 1203456", " 120 34 56", "No. 1203456", "01203456", "1203-456"])(
    "of digits: %s",
    (text) => {
      expect(parseBirthCertificate(text)).toEqual({
        ok: true,
        value: { series: null, number: "1203456" },
      });
    },
  );

  test.each([
    "I-АБ № 123987",
    "I-АБ №123987",
    "І-АБ 123987",
    "i-аб 0123987",
    "l-АБ 123987",
    "1-АБ 123987",
    "I АБ N123987",
  ])("with a series: %s", (text) => {
    expect(sameBirthCertificate(text, "123987")).toBe(true);
    expect(parseBirthCertificate(text)).toMatchObject({ value: { series: "ІАБ" } });
  });

  test("Latin letters that look Cyrillic are the Cyrillic ones", () => {
    // The first is typed with a Latin keyboard, the second with a Cyrillic one.
    expect(sameBirthCertificate("II-AK № 005512", "ІІ-АК 5512")).toBe(true);
    expect(sameBirthCertificate("I-AБ № 123987", "I-АБ № 123987")).toBe(true);
  });

  test("another series or another number is another paper", () => {
    expect(sameBirthCertificate("I-АБ № 123987", "II-АБ № 123987")).toBe(false);
    expect(sameBirthCertificate("I-АБ № 123987", "I-АБ № 123988")).toBe(false);
    expect(sameBirthCertificate("1203456", "203456")).toBe(false);
  });

  test.each(["", "АБ", "123", "0000", "12345678901", "АБ12ВГ34", "I-АБ № 12-39-87-x"])(
    "nonsense is refused and equals nothing: %s",
    (text) => {
      expect(parseBirthCertificate(text)).toMatchObject({ ok: false, code: "certificate-shape" });
      expect(sameBirthCertificate(text, text)).toBe(false);
    },
  );
});

import { describe, expect, test } from "vitest";
import { maskEmail, parseEmail } from "#lib/identity/email.ts";
import { groupPhone, maskPhone, parseMobilePhone, phoneTail } from "#lib/identity/phone.ts";

describe("a mobile phone", () => {
  test.each([
    "8 701 700 83 45",
    "+7 (701) 700-83-45",
    "77017008345",
    "7017008345",
    "+7\u00A0701\u00A07008345",
  ])("%s", (text) => {
    expect(parseMobilePhone(text)).toEqual({ ok: true, value: "+77017008345" });
  });

  test.each([
    "+77112501122",
    "+79161234567",
    "701700834",
    "870170083456",
    "+996701700834",
    "abc",
    "",
  ])("is not: %s", (text) => {
    expect(parseMobilePhone(text)).toMatchObject({ ok: false, code: "phone-not-mobile" });
  });

  test("is masked as in the manuals, shown in groups, checked by its tail", () => {
    expect(maskPhone("+77771238345")).toBe("+777****8345");
    expect(maskPhone("")).toBe("****");
    expect(groupPhone("+77017008345")).toBe("+7\u00A0701\u00A0700\u00A083\u00A045");
    expect(phoneTail("+77017008345")).toBe("8345");
  });
});

describe("an e-mail address", () => {
  test("keeps its local part and lowers the domain", () => {
    expect(parseEmail(" Aigerim.S@Example.KZ ")).toEqual({
      ok: true,
      value: "Aigerim.S@example.kz",
    });
  });

  test.each([
    "aigerim",
    "a@b",
    "a b@example.kz",
    "a@exa mple.kz",
    "a@@example.kz",
    ".a@example.kz",
    "a..b@example.kz",
    "a@example.kz\nBcc: x@example.kz",
    "a@-example.kz",
    `${"a".repeat(65)}@example.kz`,
    `a@${"b.".repeat(130)}kz`,
  ])("is not: %s", (text) => {
    expect(parseEmail(text)).toMatchObject({ ok: false, code: "email-shape" });
  });

  test("is masked", () => {
    expect(maskEmail("aigerim@example.kz")).toBe("a***@example.kz");
    expect(maskEmail("@example.kz")).toBe("***");
  });
});

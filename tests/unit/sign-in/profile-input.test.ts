import { describe, expect, it } from "vitest";
import { readProfile } from "#lib/people/profile-input.ts";

const good = { email: "a@b.kz", phone: "", secondPhone: "", locale: "ru" };
const problems = (changes: Record<string, unknown>) => {
  const read = readProfile({ ...good, ...changes });
  return read.ok ? [] : read.detail.map(({ field, code }) => `${field}: ${code}`);
};

describe("contacts as people type them", () => {
  it("need an e-mail and nothing else", () => {
    expect(readProfile(good)).toMatchObject({
      ok: true,
      value: { email: "a@b.kz", phone: null, secondPhone: null, locale: "ru" },
    });
  });

  it.each<[Record<string, unknown>, string[]]>([
    [{ email: "" }, ["email: required"]],
    [{ email: "   " }, ["email: required"]],
    [{ email: "a.b.kz" }, ["email: email-shape"]],
    [{ email: "a@b.kz\r\nBcc: c@d.kz" }, ["email: email-shape"]],
    [{ email: "x".repeat(500) }, ["email: email-shape"]],
    [{ email: undefined }, ["email: required"]],
    [{ email: ["a@b.kz"] }, ["email: email-shape"]],
    [{ phone: "+7 7112 50 50 50" }, ["phone: phone-not-mobile"]],
    [{ phone: "+1 202 555 0100" }, ["phone: phone-not-mobile"]],
    [{ phone: "87017008345", secondPhone: "+7 701 700 83 45" }, ["secondPhone: phones-equal"]],
    [
      { phone: "abc", secondPhone: "abc" },
      ["phone: phone-not-mobile", "secondPhone: phone-not-mobile"],
    ],
    [{ locale: "de" }, ["locale: not-in-list"]],
    [{ locale: "" }, ["locale: not-in-list"]],
    [{ email: "", phone: "1" }, ["email: required", "phone: phone-not-mobile"]],
  ])("%j", (changes, told) => {
    expect(problems(changes)).toEqual(told);
  });
});

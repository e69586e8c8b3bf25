import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { maskText, maskValue } from "#lib/platform/masking.ts";

describe("maskText", () => {
  test.each([
    ["child 870612490009 of", "child 8706****0009 of"],
    ["870612 490009", "8706****0009"],
    ["call +77770008345 now", "call +777****8345 now"],
    ["8 (777) 000-83-45", "+777****8345"],
    ["aigerim@mail.kz wrote", "***@mail.kz wrote"],
    ["postgres://kezek:secret@db/kezek", "postgres://kezek:***@db/kezek"],
  ])("%s → %s", (text, masked) => {
    expect(maskText(text)).toBe(masked);
  });

  test.each([
    "HTTP 200 in 1234 ms",
    "2026-11-22T10:00:00.000Z",
    "application KSH-2026-000123",
    "1795336426655",
  ])("leaves %s", (text) => {
    expect(maskText(text)).toBe(text);
  });
});

test("no IIN leaves a value, wherever in it it stands", () => {
  const iin = fc.stringMatching(/^\d{12}$/);
  fc.assert(
    fc.property(
      iin,
      fc.string(),
      fc.constantFrom("text", "number", "list", "deep", "error"),
      (digits, around, place) => {
        const border = around.replace(/\d/g, "");
        const text = `${border} ${digits} ${border}`;
        const value = {
          text,
          number: Number(`9${digits.slice(1)}`),
          list: [text],
          deep: { a: { b: { c: text } } },
          error: new Error(text, { cause: new Error(text) }),
        }[place];
        const written = JSON.stringify(maskValue(value));
        expect(written).not.toContain(digits.slice(4, 12));
      },
    ),
  );
});

test("secrets are replaced by their key, ordinary fields stay", () => {
  expect(
    maskValue({ password: "a", sessionToken: "b", Cookie: "c", code: "123456", count: 3 }),
  ).toEqual({
    password: "***",
    sessionToken: "***",
    Cookie: "***",
    code: "***",
    count: 3,
  });
});

test("an error keeps its name and its SQLSTATE", () => {
  const error = Object.assign(new TypeError("broken"), { code: "23505" });
  expect(maskValue(error)).toMatchObject({ name: "TypeError", message: "broken", code: "23505" });
});

test("what refers to itself does not hang the log", () => {
  const loop: Record<string, unknown> = {};
  loop["self"] = loop;
  expect(JSON.stringify(maskValue(loop))).toContain("…");
});

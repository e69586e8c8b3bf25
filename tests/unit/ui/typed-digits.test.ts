import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { caretAfterGrouping, digitsOf, groupIin, groupPhone } from "#app/_ui/typed-digits.ts";

describe("an IIN while it is typed", () => {
  test.each([
    ["870612490009", "870612 490009"],
    ["87 06 12 49 00 09", "870612 490009"],
    ["8706", "8706"],
    ["870612", "870612"],
    ["8706124", "870612 4"],
    ["87061249000999", "870612 490009"],
    ["", ""],
  ])("%s is shown as %s", (typed, shown) => expect(groupIin(typed)).toBe(shown));

  test("keeps its digits and does not change twice", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9 -]{0,16}$/), (typed) => {
        const shown = groupIin(typed);
        expect(digitsOf(shown)).toBe(digitsOf(typed).slice(0, 12));
        expect(groupIin(shown)).toBe(shown);
      }),
    );
  });
});

describe("a phone number while it is typed", () => {
  test.each([
    ["87017008345", "+7 701 700 83 45"],
    ["7017008345", "+7 701 700 83 45"],
    ["+77017008345", "+7 701 700 83 45"],
    ["+7 (701) 700-83-45", "+7 701 700 83 45"],
    ["+7701", "+7 701"],
    ["+", "+"],
    ["77017008345", "+7 701 700 83 45"],
    ["", ""],
  ])("%s is shown as %s", (typed, shown) => expect(groupPhone(typed, true)).toBe(shown));

  test.each(["87017008345", "7017008345", "77017008345", "+77017008345"])(
    "%s can be typed key by key",
    (keys) => {
      let shown = "";
      for (const key of keys) shown = groupPhone(shown + key);
      expect(groupPhone(shown, true)).toBe("+7 701 700 83 45");
    },
  );
});

test("the caret stays behind the digit after which it stood", () => {
  expect(caretAfterGrouping("8706124", 7, "870612 4")).toBe(8);
  expect(caretAfterGrouping("8706124", 3, "870612 4")).toBe(3);
  expect(caretAfterGrouping("", 0, "")).toBe(0);
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import people from "#db/demo/people.json" with { type: "json" };
import {
  checkDigitOf,
  groupIin,
  hasCheckDigit,
  iinHints,
  maskIin,
  parseTypedIin,
  readBelievedIin,
} from "#lib/identity/iin.ts";

const eleven = fc.stringMatching(/^\d{11}$/);

describe("a typed IIN", () => {
  test("is accepted with the second pass of the check digit too", () => {
    // Made by hand: the first pass gives 10 for the last two.
    for (const iin of ["300101599915", "210315599911", "220720699903"]) {
      expect(parseTypedIin(iin)).toEqual({ ok: true, value: iin });
    }
    expect(checkDigitOf("21031550187")).toBeNull();
  });

  test.each(["8706 1249 0009", "870612-490009", " 870612\u00A0490009\u200B", "ИИН: 870612490009"])(
    "may come with spaces, hyphens, invisible marks or its label: %s",
    (text) => {
      expect(parseTypedIin(text)).toEqual({ ok: true, value: "870612490009" });
    },
  );

  test("tells how many digits there were", () => {
    expect(parseTypedIin("8706124900")).toMatchObject({ code: "iin-length", detail: { n: 10 } });
    expect(parseTypedIin("8706124900099")).toMatchObject({ code: "iin-length", detail: { n: 13 } });
    expect(parseTypedIin("")).toMatchObject({ code: "iin-length", detail: { n: 0 } });
    expect(parseTypedIin("87061249O009")).toMatchObject({ code: "iin-length", detail: { n: 11 } });
  });

  test.each(["870612490008", "870612490009a", "987654321098"])(
    "with a wrong last digit, a stray letter or a placeholder is doubted: %s",
    (text) => {
      expect(parseTypedIin(text)).toMatchObject({ ok: false, code: "iin-check-digit" });
    },
  );

  test("with any one digit changed is caught or is another valid number, and never throws", () => {
    fc.assert(
      fc.property(eleven, fc.nat(11), fc.integer({ min: 1, max: 9 }), (first, at, by) => {
        const digit = checkDigitOf(first);
        if (digit === null) return;
        const iin = first + String(digit);
        expect(parseTypedIin(iin).ok).toBe(true);
        const changed = Array.from(iin, (d, i) =>
          i === at ? String((Number(d) + by) % 10) : d,
        ).join("");
        expect(parseTypedIin(changed).ok).toBe(hasCheckDigit(changed));
        // The last digit has one right value.
        expect(at === 11 && parseTypedIin(changed).ok).toBe(false);
      }),
    );
    fc.assert(fc.property(fc.string(), (text) => typeof parseTypedIin(text).ok === "boolean"));
  });
});

describe("a believed IIN", () => {
  test("need not pass the check digit: the owner of the authority's test keys does not", () => {
    expect(parseTypedIin("123456789011").ok).toBe(false);
    expect(readBelievedIin("123456789011")).toBe("123456789011");
    expect(readBelievedIin("12345678901")).toBeNull();
    expect(readBelievedIin("IIN123456789011")).toBeNull();
  });

  test("of all people of the demo only that one fails the check", () => {
    const all = [...people.adults, ...people.children, ...people.staff].map((person) => person.iin);
    expect(all.filter((iin) => !hasCheckDigit(iin))).toEqual(["123456789011"]);
  });
});

test("birth date and sex are hints only", () => {
  expect(iinHints("870612490009")).toEqual({ birthDate: "1987-06-12", sex: "female" });
  expect(iinHints("230315590008")).toEqual({ birthDate: "2023-03-15", sex: "male" });
  expect(iinHints("123456789011")).toEqual({ birthDate: null, sex: null });
  expect(iinHints("230231590008")).toEqual({ birthDate: null, sex: "male" });
});

test("is shown masked and in groups", () => {
  expect(maskIin("870612490009")).toBe("8706****0009");
  expect(maskIin("87061")).toBe("****");
  expect(groupIin("870612490009")).toBe("870612\u00A0490009");
});

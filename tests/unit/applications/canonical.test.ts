import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson, type CanonicalValue } from "#lib/applications/canonical.ts";

const value = fc.letrec<{ any: CanonicalValue }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3 },
    fc.string({ unit: "grapheme" }),
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("any"), { maxLength: 4 }),
    fc.dictionary(fc.string({ unit: "grapheme-ascii" }), tie("any"), { maxKeys: 4 }),
  ),
})).any;

function shuffled(input: CanonicalValue): CanonicalValue {
  if (Array.isArray(input)) return input.map(shuffled);
  if (input === null || typeof input !== "object") return input;
  return Object.fromEntries(
    Object.entries(input)
      .toReversed()
      .map(([key, inner]) => [key, shuffled(inner as CanonicalValue)]),
  );
}

describe("the canonical writing of a signed text", () => {
  it("does not depend on the order of keys", () => {
    fc.assert(
      fc.property(value, (input) => {
        expect(canonicalJson(shuffled(input))).toBe(canonicalJson(input));
      }),
    );
  });

  it("is JSON that reads back to what was written", () => {
    fc.assert(
      fc.property(value, (input) => {
        const text = canonicalJson(input);
        expect(canonicalJson(JSON.parse(text) as CanonicalValue)).toBe(text);
      }),
    );
  });

  it("sorts keys by code units, as RFC 8785 §3.2.3 does", () => {
    expect(canonicalJson({ "\u20ac": 1, "\r": 2, "1": 3, "\u0080": 4, ö: 5, "\u{1f600}": 6 })).toBe(
      '{"\\r":2,"1":3,"\u0080":4,"ö":5,"€":1,"\u{1f600}":6}',
    );
  });

  it("writes й and й as one letter, whatever keyboard they came from", () => {
    expect(canonicalJson("и\u0306")).toBe(canonicalJson("й"));
  });

  it("refuses numbers that could be written in two ways", () => {
    expect(() => canonicalJson(0.1)).toThrow(RangeError);
    expect(() => canonicalJson(2 ** 53)).toThrow(RangeError);
  });
});

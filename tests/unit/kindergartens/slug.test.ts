import fc from "fast-check";
import { expect, test } from "vitest";
import { slugOf, slugPattern } from "#lib/kindergartens/slug.ts";

const free = () => false;

test.each([
  ["№ 8 «Айналайын»", "8-ainalaiyn"],
  ["«Қарлығаш»", "qarlygash"],
  ["№ 25 «Үміт — Һас Ңғ»", "25-umit-has-ng"],
  ["«»", "kindergarten"],
  ["幼稚園", "kindergarten"],
])("%s is %s in addresses", (name, slug) => {
  expect(slugOf(name, free)).toBe(slug);
});

test("is always an address, and never one that is taken", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), fc.nat(5), (name, times) => {
      const taken = new Set<string>();
      for (let n = 0; n <= times; n += 1) taken.add(slugOf(name, (slug) => taken.has(slug)));
      expect(taken.size).toBe(times + 1);
      for (const slug of taken) expect(slug).toMatch(slugPattern);
    }),
  );
});

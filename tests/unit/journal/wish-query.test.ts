import fc from "fast-check";
import { expect, test } from "vitest";
import {
  readWishQuery,
  wishFields,
  wishSearchOf,
} from "#app/[locale]/[region]/cabinet/applications/_wishes/wish-query.ts";

const slug = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,20}$/);
const read = (address: string) =>
  readWishQuery(Object.fromEntries(new URLSearchParams(address.slice(1))));

test("the whole choosing comes back out of its address", () => {
  fc.assert(
    fc.property(
      fc.nat({ max: 1_000_000 }),
      fc.uniqueArray(slug, { maxLength: 20 }),
      fc.record({
        text: fc.string({ maxLength: 100 }).filter((text) => text.isWellFormed()),
        language: fc.option(fc.constantFrom("kk" as const, "ru" as const, "other" as const)),
        districtKato: fc.option(fc.stringMatching(/^\d{9}$/)),
        after: fc.option(slug),
      }),
      fc.option(slug),
      (version, list, search, insteadOf) => {
        const address = { version, list, search, insteadOf };
        const found = read(wishSearchOf(address));
        expect(found).toMatchObject({ version, list, search, insteadOf, edit: null });
        const again = { search: found.search, insteadOf: found.insteadOf };
        const fields = { ...again, version: found.version ?? 0, list: found.list ?? [] };
        expect(wishFields(fields)).toEqual(wishFields(address));
      },
    ),
  );
});

test("nothing chosen yet is not a list that was emptied", () => {
  expect(readWishQuery({})).toMatchObject({ version: null, list: null, edit: null });
  expect(readWishQuery({ v: "3", w: "" })).toMatchObject({ version: 3, list: [] });
  expect(readWishQuery({ w: "a.b" }).list).toBeNull();
});

test("whatever is typed into the address is read or left", () => {
  const text = fc.oneof(fc.string(), fc.constantFrom("a.a.b", "..", "-1", "1e9", "9".repeat(30)));
  const names = ["v", "w", "q", "language", "district", "after", "for", "add", "up", "refused"];
  const value = fc.oneof(text, fc.array(text), fc.constant(undefined));
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...names), value), (query) => {
      const found = readWishQuery(query);
      const list = found.list ?? [];
      expect(new Set(list).size).toBe(list.length);
      expect(list.every((each) => /^[a-z0-9-]+$/.test(each))).toBe(true);
      expect(found.version === null || Number.isSafeInteger(found.version)).toBe(true);
    }),
  );
});

test("one press is read, the first that is known", () => {
  const press = (query: Record<string, string>) =>
    readWishQuery({ v: "1", w: "a.b", ...query }).edit;
  expect(press({ add: "c" })).toEqual({ kind: "add", id: "c", insteadOf: null });
  expect(press({ add: "c", for: "b" })).toEqual({ kind: "add", id: "c", insteadOf: "b" });
  expect(press({ up: "b" })).toEqual({ kind: "up", id: "b" });
  expect(press({ remove: "<b>" })).toBeNull();
});

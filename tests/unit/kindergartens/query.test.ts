import fc from "fast-check";
import { expect, test } from "vitest";
import {
  addressOf,
  found,
  isAsked,
  questionOf,
} from "#app/[locale]/[region]/kindergartens/query.ts";
import { garden } from "./example.ts";

const nothing = { near: null, after: null };

test("whatever an address has, it is a question, and its own address asks the same", () => {
  const value = fc.oneof(
    fc.string(),
    fc.constantFrom("kk", "2023", "113200000", "special", "private", "8-ainalaiyn"),
    fc.array(fc.string(), { maxLength: 3 }),
    fc.constant(undefined),
  );
  const names = ["q", "district", "language", "year", "queue", "ownership", "near", "after"];
  const search = fc.record(Object.fromEntries(names.map((name) => [name, value])));
  fc.assert(
    fc.property(search, (asked) => {
      const question = questionOf(asked);
      const again = Object.fromEntries(new URLSearchParams(addressOf(question)));
      expect(questionOf(again)).toEqual(question);
    }),
  );
});

test("an empty address asks for nothing", () => {
  expect(addressOf(questionOf({}))).toBe("");
  expect(isAsked(questionOf({ q: "  ", year: "" }))).toBe(false);
  expect(isAsked(questionOf({ near: "a" }))).toBe(false);
  expect(isAsked(questionOf({ q: "Ай" }))).toBe(true);
});

test("by distance everything is still there, the unknown places last", () => {
  const place = (slug: string, longitude: number | null) =>
    garden({ slug, point: longitude === null ? null : { latitude: 51, longitude } });
  const list = [place("far", 52), place("unknown", null), place("here", 51), place("near", 51.1)];
  const { all, near } = found(list, { ...nothing, near: "here" });
  expect(near?.slug).toBe("here");
  expect(all.map(({ slug }) => slug)).toEqual(["here", "near", "far", "unknown"]);
  expect(found(list, { ...nothing, near: "unknown" })).toEqual({ all: list, near: null });
  expect(found(list, { ...nothing, near: "gone" }).all).toBe(list);
});

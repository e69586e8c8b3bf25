import fc from "fast-check";
import { expect, test } from "vitest";
import { codeArgument, instantArgument, shapedArgument } from "#app/_request/bound-arguments.ts";
import { wishesInput } from "#lib/applications/wishes.ts";

// The fields of a form stand in clear in the page: whoever writes into them what no page ever wrote is told «not found»,
// not that the portal has failed.

const notThere = /NEXT_HTTP_ERROR_FALLBACK;404/;

test("a number, a code and an id are taken as they are", () => {
  for (const code of ["23-27-000252", "large-family", "271010000", crypto.randomUUID()]) {
    expect(codeArgument(code)).toBe(code);
  }
});

test.each([
  ["nothing", ""],
  ["NUL", "23-27\0"],
  ["half a letter", "\ud800"],
  ["ten thousand letters", "x".repeat(10_000)],
  ["another script's digits", "٢٣-27-000252"],
  ["a line", "23\r\nSet-Cookie: x"],
  ["a path", "../../staff"],
  ["an object", {}],
])("%s is not there", (_, given) => {
  expect(() => codeArgument(given)).toThrow(notThere);
});

test("an instant is taken as it was written, and no other", () => {
  expect(instantArgument("2026-11-30T18:59:59.999Z")).toEqual(new Date("2026-11-30T18:59:59.999Z"));
  for (const given of [
    "+275760-09-13T00:00:00.000Z",
    "-000100-01-01T00:00:00.000Z",
    "0000-01-01T00:00:00.000Z",
    "2026-11-30",
    "2026-02-30T00:00:00.000Z",
    "now",
    "",
    5,
    null,
    {},
  ]) {
    expect(() => instantArgument(given)).toThrow(notThere);
  }
  const whatever = fc.oneof(fc.string(), fc.anything());
  fc.assert(
    fc.property(whatever, (given) => {
      if (typeof given === "string" && !Number.isNaN(Date.parse(given))) return;
      expect(() => instantArgument(given)).toThrow(notThere);
    }),
  );
});

test("a list of wishes is taken as the room reads it, and no other", () => {
  const chosen = { slugs: ["8-ainalaiyn"], version: 0, idempotencyKey: crypto.randomUUID() };
  expect(shapedArgument(wishesInput, chosen)).toEqual(chosen);
  for (const given of [
    null,
    undefined,
    "text",
    { ...chosen, slugs: null },
    { ...chosen, slugs: [1] },
    { ...chosen, version: -1 },
    { ...chosen, idempotencyKey: "again" },
    { ...chosen, regionId: 2 },
  ]) {
    expect(() => shapedArgument(wishesInput, given)).toThrow(notThere);
  }
});

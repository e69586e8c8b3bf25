import fc from "fast-check";
import { expect, test } from "vitest";
import { pageOf, shortCode } from "#lib/notifications/short-link.ts";

test("nine letters and digits of the message's number, different where its beginning differs", () => {
  expect(shortCode("00000000-0000-4000-8000-000000000000")).toBe("000000000");
  expect(shortCode("ffffffff-ffff-4fff-bfff-ffffffffffff")).toMatch(/^[0-9a-zA-Z]{9}$/);
  fc.assert(
    fc.property(fc.uuid({ version: 4 }), fc.uuid({ version: 4 }), (one, other) => {
      expect(shortCode(one)).toMatch(/^[0-9a-zA-Z]{9}$/);
      const same = one.slice(0, 13) === other.slice(0, 13);
      expect(shortCode(one) === shortCode(other)).toBe(same);
    }),
  );
});

test("a message leads to itself, to the page where its thing is done, or to the choice of a region", () => {
  const akmola = { slug: "akmola" };
  const item = "7d0f1a2b-0000-4000-8000-000000000000";
  expect(pageOf("kk", akmola, "registered", item)).toBe(`/kk/akmola/cabinet/inbox/${item}`);
  expect(pageOf("kk", akmola, "registered", null)).toBe("/kk/akmola/cabinet");
  expect(pageOf("kk", akmola, "new-sign-in", item)).toBe("/kk/akmola/cabinet/sessions");
  expect(pageOf("ru", null, "new-sign-in", item)).toBe("/ru");
});

import { brotliCompressSync } from "node:zlib";
import { Script } from "node:vm";
import { expect, test } from "vitest";
import { pageScript } from "#tests/support/page-script.ts";

test("public/page.js is what app/_ui/page-script says; `npx vitest run tests/unit/ui/page-script -u` writes it", async () => {
  await expect(pageScript()).toMatchFileSnapshot("../../../public/page.js");
});

test("browsers can read it, and it is small", () => {
  expect(() => new Script(pageScript())).not.toThrow();
  expect(brotliCompressSync(pageScript()).length).toBeLessThan(3 * 1024);
});

test("it imports and evaluates nothing, so that the strictest policy lets it run", () => {
  expect(pageScript()).not.toMatch(/\bimport\b|\bexport\b|\beval\b|new Function|innerHTML/);
});

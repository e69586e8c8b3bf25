import { brotliCompressSync } from "node:zlib";
import { Script } from "node:vm";
import { expect, test } from "vitest";
import { wishesScript } from "#tests/support/page-script.ts";

test("public/wishes.js is what _wishes/_browser says; `npx vitest run tests/unit/applications/wishes-script -u` writes it", async () => {
  await expect(wishesScript()).toMatchFileSnapshot("../../../public/wishes.js");
});

test("browsers can read it, it is small, and the strictest policy lets it run", () => {
  expect(() => new Script(wishesScript())).not.toThrow();
  expect(brotliCompressSync(wishesScript()).length).toBeLessThan(2 * 1024);
  expect(wishesScript()).not.toMatch(/\bimport \b|\bexport\b|\beval\b|new Function|innerHTML/);
});

import { brotliCompressSync } from "node:zlib";
import { Script } from "node:vm";
import { expect, test } from "vitest";
import { pushScript } from "#tests/support/page-script.ts";

test("public/push.js is what inbox/_browser says; `npx vitest run tests/unit/notifications/push-script -u` writes it", async () => {
  await expect(pushScript()).toMatchFileSnapshot("../../../public/push.js");
});

test("browsers can read it, it is small, and the strictest policy lets it run", () => {
  expect(() => new Script(pushScript())).not.toThrow();
  expect(brotliCompressSync(pushScript()).length).toBeLessThan(2 * 1024);
  expect(pushScript()).not.toMatch(/\bimport \b|\bexport\b|\beval\b|new Function|innerHTML/);
});

import { Script } from "node:vm";
import { expect, test } from "vitest";
import { kindergartensScript } from "#tests/support/page-script.ts";

test("public/kindergartens.js is what kindergartens/_browser says; `npx vitest run tests/unit/kindergartens -u` writes it", async () => {
  await expect(kindergartensScript()).toMatchFileSnapshot("../../../public/kindergartens.js");
});

test("browsers can read it, and the strictest policy lets it run", () => {
  expect(() => new Script(kindergartensScript())).not.toThrow();
  expect(kindergartensScript()).not.toMatch(
    /\bimport\b|\bexport\b|\beval\b|new Function|innerHTML|\.style\b/,
  );
});

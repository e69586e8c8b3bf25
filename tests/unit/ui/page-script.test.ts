import { globSync, readFileSync } from "node:fs";
import { brotliCompressSync } from "node:zlib";
import { Script } from "node:vm";
import { expect, test } from "vitest";
import { pageScript } from "#tests/support/page-script.ts";

test("public/page.js is what app/_ui/page-script says; `npx vitest run tests/unit/ui/page-script -u` writes it", async () => {
  await expect(pageScript()).toMatchFileSnapshot("../../../public/page.js");
});

test("no part of it is forgotten", () => {
  const parts = globSync("app/_ui/page-script/*.ts").map((file) => readFileSync(file, "utf8"));
  const offered = parts.flatMap((part) => [...part.matchAll(/^export function (\w+)/gm)]);
  expect(offered.length).toBeGreaterThan(5);
  for (const [, name] of offered) expect(pageScript()).toContain(`function ${name}(`);
});

test("browsers can read it, and it is small", () => {
  expect(() => new Script(pageScript())).not.toThrow();
  expect(brotliCompressSync(pageScript()).length).toBeLessThan(3 * 1024);
});

test("it imports and evaluates nothing, so that the strictest policy lets it run", () => {
  expect(pageScript()).not.toMatch(/\bimport\b|\bexport\b|\beval\b|new Function|innerHTML/);
});

import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

// A claim that names its test is worth nothing once the test is gone.

/** What a document names in code marks: paths from the root, and files that stand beside the one named before. */
function named(text: string): string[] {
  let beside = "";
  return [...text.matchAll(/`([\w./[\]-]+)`/gu)].flatMap(([, name = ""]) => {
    if (/^(?:tests|lib|app|docs)\//u.test(name)) {
      beside = dirname(name);
      return [name];
    }
    return /^[\w-]+(?:\.test)?\.ts$/u.test(name) ? [join(beside, name)] : [];
  });
}

test.each(["docs/threat-model.md", "docs/asvs.md"])("what %s names is there", (document) => {
  const names = named(readFileSync(document, "utf8"));
  expect(names.filter((name) => name.includes(".test.ts")).length).toBeGreaterThan(15);
  expect(names.filter((name) => !existsSync(name) && globSync(name).length === 0)).toEqual([]);
});

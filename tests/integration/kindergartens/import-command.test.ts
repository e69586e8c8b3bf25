import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { importKindergartensFile } from "#lib/operator/import-kindergartens.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { temporaryFolder } from "#tests/support/environment.ts";
import { ran } from "#tests/support/command.ts";
import { openKindergartens } from "./portals.ts";

useTestDatabase();

const folder = temporaryFolder();
const head = "name_kk,name_ru,address_kk,address_ru,ownership,languages";

beforeAll(async () => {
  await openKindergartens();
});
afterEach(() => vi.restoreAllMocks());

async function run(text: string, ...argv: string[]) {
  const file = join(folder, "kindergartens.csv");
  writeFileSync(file, text);
  return await ran(importKindergartensFile, file, ...argv);
}

test("a good file is brought in, rehearsed first, and says what it did", async () => {
  const file = `${head}\n«Алға»,«Вперед»,x,x,state,kk\n`;
  const rehearsed = await run(file, "--region", "oral", "--dry-run");
  expect(rehearsed.code).toBe(0);
  expect(rehearsed.out).toContain("added: 1");
  expect(rehearsed.out).toContain("Nothing was changed");
  const done = await run(file, "--region", "oral", "--json");
  expect(JSON.parse(done.out)).toEqual({
    ok: true,
    region: "oral",
    dryRun: false,
    added: 1,
    changed: 0,
    same: 0,
    groupsAdded: 0,
    groupsChanged: 0,
  });
});

test("a bad one is refused with the line, the column and the reason of each fault", async () => {
  const file = `${head}\n«А»,«А»,x,x,own,kk\n«Б»,«Б»,x,x,state,de\n`;
  const said = await run(file, "--region", "oral");
  expect(said).toMatchObject({ code: 1, out: "" });
  expect(said.err.split("\n").slice(0, 3)).toEqual([
    "line 2, ownership: must be state, private-ordered or private",
    "line 3, languages: must be kk, ru or other, and one that the kindergarten teaches in",
    "Nothing was changed.",
  ]);
  const told = JSON.parse((await run(file, "--region", "oral", "--json")).out);
  expect(told).toMatchObject({ ok: false, code: "rows" });
  expect(told.problems[0]).toMatchObject({ line: 2, column: "ownership", code: "ownership" });
});

test("a region must be named where there are several", async () => {
  const said = await run(`${head}\n«А»,«А»,x,x,state,kk\n`, "--json");
  expect([said.code, JSON.parse(said.out).code]).toEqual([1, "no-region"]);
  const nowhere = await run(`${head}\n`, "--region", "nowhere", "--json");
  expect([nowhere.code, JSON.parse(nowhere.out).code]).toEqual([1, "no-region"]);
});

import { globSync, readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { describe, expect, test } from "vitest";
import { importProblems, importsOf, roof, rooms, type Source } from "./rooms.ts";

const sources: Source[] = globSync(["{app,lib,db,tests,bin}/**/*.{ts,tsx,mjs}", "*.ts"])
  .filter((path) => !path.startsWith("next-env"))
  .map((path) => ({ path, text: readFileSync(path, "utf8") }));
const house = sources.filter(({ path }) => !path.startsWith("tests/"));

test("there is a house to look at", () => {
  expect(house.length).toBeGreaterThan(100);
});

describe("rooms", () => {
  test("each imports only what stands above it", () => {
    expect(house.flatMap(importProblems)).toEqual([]);
  });

  test("every folder of lib is a room of the plan or the roof", () => {
    const known: readonly string[] = [...rooms, ...roof];
    expect(readdirSync("lib").filter((name) => !known.includes(name))).toEqual([]);
  });

  test.each([
    ["lib/identity/iin.ts", 'import { x } from "#lib/queue/order.ts";'],
    ["lib/queue/views.ts", 'import type { X } from "../sign-in/ticket.ts";'],
    ["lib/queue/views.ts", 'export { x } from "#lib/worker/tasks.ts";'],
    ["lib/audit/record.ts", 'import { headers } from "next/headers";'],
    ["lib/worker/tasks.ts", 'const next = await import("next/cache");'],
    ["db/client.ts", 'import "server-only";'],
    ["lib/people/person.ts", 'import { Page } from "#app/_ui/page.tsx";'],
    ["lib/people/person.ts", 'import { x } from "#tests/support/database.ts";'],
    ["app/page.tsx", 'import { startWorker } from "#lib/worker/runner.ts";'],
    ["lib/attic/old.ts", 'import { env } from "#lib/platform/env.ts";'],
  ])("a violation planted in %s is seen: %s", (path, text) => {
    expect(importProblems({ path, text })).toHaveLength(1);
  });

  test("what is allowed is not called a violation", () => {
    const text =
      'import { env } from "#lib/platform/env.ts";\nimport { db } from "#db/client.ts";\n// from "next"\n';
    expect(importProblems({ path: "lib/queue/views.ts", text })).toEqual([]);
    expect(importsOf(text)).toHaveLength(2);
  });
});

describe("files", () => {
  test("are one thought each: none is longer than 350 lines", () => {
    const long = sources
      .filter(({ text }) => text.split("\n").length > 351)
      .map(({ path }) => path);
    expect(long).toEqual([]);
  });

  test("are named in lower case with hyphens", () => {
    const names = sources
      .filter(({ path }) => !/^[_a-z0-9.[\]-]+$/.test(basename(path)))
      .map(({ path }) => path);
    expect(names).toEqual([]);
  });

  test("no drawers for everything", () => {
    const drawers = house.filter(({ path }) =>
      /(^|\/)(utils?|helpers?|common|types|misc|index)(\/|\.tsx?$)/.test(path),
    );
    expect(drawers.map(({ path }) => path)).toEqual([]);
  });
});

describe("words", () => {
  const cyrillic = /[Ѐ-ӿ]{3,}/;

  test.each(['const title = "Личный кабинет";', "<p>Кезек</p>"])(
    "planted text is seen: %s",
    (line) => {
      expect(cyrillic.test(withoutComments(line))).toBe(true);
    },
  );

  test("stand in the catalogues, not in pages", () => {
    const pages = house.filter(
      ({ path }) =>
        path.startsWith("app/") && cyrillic.test(withoutComments(readFileSync(path, "utf8"))),
    );
    expect(pages.map(({ path }) => path)).toEqual([]);
  });
});

describe("habits", () => {
  const silencers =
    /@ts-(ignore|nocheck|expect-error)|(ox|es)lint-disable|\bas any\b|: any\b|as unknown as/;

  test("nobody silences the compiler or the linter", () => {
    const silent = sources.filter(
      ({ path, text }) => !path.startsWith("tests/architecture") && silencers.test(text),
    );
    expect(silent.map(({ path }) => path)).toEqual([]);
  });

  test("tests are neither skipped nor singled out", () => {
    const left = sources.filter(
      ({ path, text }) =>
        path.startsWith("tests/") &&
        !path.startsWith("tests/architecture") &&
        /\.(skip|only|todo|skipIf|runIf)\(|\bretry:/.test(text),
    );
    expect(left.map(({ path }) => path)).toEqual([]);
  });

  test("only db/ opens connections to PostgreSQL", () => {
    const doors = house.filter(
      ({ path, text }) =>
        !path.startsWith("db/") &&
        importsOf(text).some((name) =>
          ["postgres", "pg", "drizzle-orm/postgres-js"].includes(name),
        ),
    );
    expect(doors.map(({ path }) => path)).toEqual([]);
  });
});

function withoutComments(text: string): string {
  return text
    .replace(/\{?\/\*[\s\S]*?\*\/\}?/g, "")
    .replace(/^\s*\/\/.*$/gm, "")
    .replace(/\s\/\/ .*$/gm, "");
}

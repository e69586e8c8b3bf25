import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { zipOf } from "#lib/documents/zip.ts";
import { unzipped } from "./unzip.ts";

const at = new Date("2026-06-01T09:30:28Z");
const files = [
  { name: "empty.txt", bytes: new Uint8Array() },
  { name: "folder/data.bin", bytes: Uint8Array.from({ length: 70_000 }, (_, i) => i % 251) },
];

test("what goes in comes out, byte for byte, under its name", () => {
  expect(unzipped(zipOf(files, at))).toEqual(
    new Map(files.map(({ name, bytes }) => [name, bytes])),
  );
  expect(zipOf(files, at)).toEqual(zipOf(files, at));
  expect(unzipped(zipOf([], at)).size).toBe(0);
});

test("another program reads it", () => {
  const folder = mkdtempSync(join(tmpdir(), "kezek-zip-"));
  try {
    writeFileSync(join(folder, "a.zip"), zipOf(files, at));
    const script =
      "import sys,zipfile;z=zipfile.ZipFile(sys.argv[1]);assert z.testzip() is None;z.extractall(sys.argv[2]);print([i.date_time for i in z.infolist()][0])";
    const python = ["-c", script, join(folder, "a.zip"), folder];
    const said = run("python3", python);
    if (said === null) return console.log("not run: no python3 here");
    expect(said.trim()).toBe("(2026, 6, 1, 9, 30, 28)");
    expect(readFileSync(join(folder, "folder/data.bin"))).toEqual(Buffer.from(files[1]!.bytes));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** What a program says; null where it is not installed. */
function run(program: string, parameters: string[]): string | null {
  try {
    return execFileSync(program, parameters, { encoding: "utf8" });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

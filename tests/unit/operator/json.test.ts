import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { relative, resolve } from "node:path";
import { expect, test, vi } from "vitest";
import { writeRunning } from "#lib/demo/running.ts";
import { temporaryFolder } from "#tests/support/environment.ts";

// Each call starts the program itself.
vi.setConfig({ testTimeout: 30_000 });

function kezek(...argv: string[]) {
  const { PATH = "" } = process.env;
  const ended = spawnSync(process.execPath, ["bin/kezek.mjs", ...argv], {
    env: { PATH, NODE_ENV: "production", KEZEK_DIR: "/nowhere/kezek", NEXTAUTH_URL: "" },
    encoding: "utf8",
  });
  return { exit: ended.status, out: ended.stdout, err: ended.stderr };
}

test.each([
  [["nonsense", "--json"], 2, "usage"],
  [["eds", "verify", "--json"], 2, "usage"],
  [["eds", "verify", "README", "--at", "yesterday", "--json"], 2, "usage"],
  [["demo", "outbox", "--to", "--json"], 2, "usage"],
  [["db", "migrate", "now", "--json"], 2, "usage"],
  [["db", "migrate", "--json"], 1, "no-database"],
  [["recovery", "lift", "870612490009", "--region", "oral", "--json"], 2, "usage"],
  [["recovery", "list", "--region", "oral", "--json"], 1, "no-database"],
  [["sessions", "end", "870612490009", "--json"], 2, "usage"],
  [["sessions", "end", "870612490009", "--ground", "x", "--json"], 1, "no-database"],
  [["staff", "grant", "870612490009", "--region", "oral", "--json"], 2, "usage"],
  [["staff", "grant", "870612490009", "--role", "officer", "--json"], 2, "usage"],
  [["staff", "grant", "870612490009", "--role", "king", "--region", "oral", "--json"], 2, "usage"],
  [["staff", "revoke", "87061249", "--role", "officer", "--region", "oral", "--json"], 2, "usage"],
  [
    ["staff", "revoke", "870612490009", "--role", "officer", "--region", "oral", "--json"],
    1,
    "no-database",
  ],
  [["staff", "list", "--json"], 1, "no-database"],
  [["region", "create", "--json"], 2, "usage"],
  [["region", "create", "/nowhere/region.json", "--json"], 1, "malformed"],
  [["region", "policy", "--json"], 2, "usage"],
  [["region", "policy", "oral", "--apply", "--json"], 2, "usage"],
  [["region", "policy", "oral", "--json"], 1, "no-database"],
  [["import", "kindergartens", "--json"], 2, "usage"],
  [["import", "kindergartens", "/nowhere.csv", "--json"], 1, "no-file"],
  [["import", "kindergartens", "README.md", "--json"], 1, "no-database"],
  [["demo", "clock", "--json"], 1, "not-running"],
  [["demo", "outbox", "--json"], 1, "not-running"],
])("kezek %j exits with %i and says so in JSON, once", (argv, exit, code) => {
  const ended = kezek(...argv);
  expect(ended.exit).toBe(exit);
  expect(ended.out.trimEnd().split("\n")).toHaveLength(1);
  expect(JSON.parse(ended.out)).toMatchObject({ ok: false, code });
});

test("without --json stdout stays empty and people are told on stderr", () => {
  const ended = kezek("nonsense");
  expect(ended).toMatchObject({ exit: 2, out: "" });
  expect(ended.err).toContain("kezek eds verify");
});

test.each([
  [["--help"], ["eds verify", "log audit", "db migrate"], []],
  [["log", "--help"], ["log verify", "log audit", "log proof"], ["eds verify"]],
  [["log", "verify", "--help"], ["log verify RECEIPT"], ["log audit"]],
  [["help", "eds", "cert"], ["eds cert FILE"], ["eds verify"]],
  [
    ["application", "hold", "--help"],
    ["application hold NUMBER --region SLUG --by OFFICER_IIN --ground hold-papers|"],
    ["application release"],
  ],
  [["staff", "grant", "-h", "--json"], ["staff grant IIN"], ["staff revoke"]],
])("kezek %j tells how it is used and exits with 0", (argv, said, unsaid) => {
  const ended = kezek(...argv);
  expect([ended.exit, ended.err]).toEqual([0, ""]);
  for (const words of said) expect(ended.out).toContain(`kezek ${words}`);
  for (const words of unsaid) expect(ended.out).not.toContain(`kezek ${words}`);
});

test("half a command is told the other halves only", () => {
  const ended = kezek("log");
  expect(ended).toMatchObject({ exit: 2, out: "" });
  expect(ended.err).toContain("kezek log audit");
  expect(ended.err).not.toContain("kezek eds");
});

test("whoever has read enough is not told of a failure", async () => {
  const child = spawn(process.execPath, ["bin/kezek.mjs", "--help"]);
  // «| head» that has gone: what is written now meets a closed pipe.
  child.stdout.destroy();
  let told = "";
  child.stderr.on("data", (chunk: Buffer) => (told += chunk.toString()));
  await once(child, "close");
  expect(told).toBe("");
});

test("a file that cannot be read is named", () => {
  for (const deed of ["verify", "cert"]) {
    const ended = kezek("eds", deed, "/nowhere/file.cms");
    expect(ended.exit).toBe(2);
    expect(ended.err).toContain("Cannot read /nowhere/file.cms\n");
  }
});

test("the demo of this copy is found from wherever the command is typed", () => {
  const folder = temporaryFolder();
  writeRunning(folder, { address: "http://127.0.0.1:9", ready: true });
  const { PATH = "" } = process.env;
  const project = resolve(".");
  const program = resolve("bin/kezek.mjs");
  const ended = spawnSync(process.execPath, [program, "demo", "clock", "--json"], {
    cwd: folder,
    env: { PATH, NODE_ENV: "production", KEZEK_DIR: relative(project, folder) },
    encoding: "utf8",
  });
  expect(JSON.parse(ended.stdout)).toMatchObject({ code: "no-answer" });
});

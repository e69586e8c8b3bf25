import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { runningProcess, stillRuns } from "#lib/platform/process-table.ts";

const project = fileURLToPath(new URL("../../", import.meta.url));
const readyMessage = z.object({ ready: z.number() });

export type WebProcess = {
  /** Ends it in good order. */
  stop(): Promise<void>;
  /** Kills it on the spot; it is started again like after any crash. */
  crash(): Promise<void>;
};

/**
 * Runs the portal's web process with its inline worker, writing its log to `portal.log` in `folder`, and starts it again when it dies.
 * The child holds a channel to us: when we are gone, however that happened, it ends by itself.
 * @throws Error when it does not come up the first time
 */
export async function startWeb(
  environment: Record<string, string>,
  folder: string,
): Promise<WebProcess> {
  const state = { stopping: false };
  let child = await launch(environment, folder);
  let restarted = Promise.resolve();

  const keep = (running: ChildProcess) => {
    running.once("exit", () => {
      if (!state.stopping) restarted = restart();
    });
  };
  const restart = async (): Promise<void> => {
    for (let failures = 0; !state.stopping; failures += 1) {
      await pause(Math.min(100 * 2 ** failures, 5_000));
      try {
        child = await launch(environment, folder);
        keep(child);
        return;
      } catch {
        // Its log tells why; the next try comes later.
      }
    }
  };
  keep(child);

  return {
    stop: async () => {
      state.stopping = true;
      if (child.exitCode === null && child.signalCode === null) {
        const gone = once(child, "exit");
        child.kill("SIGTERM");
        const patience = setTimeout(() => child.kill("SIGKILL"), 15_000);
        await gone;
        clearTimeout(patience);
      }
    },
    crash: async () => {
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      await gone;
      await restarted;
    },
  };
}

async function launch(environment: Record<string, string>, folder: string): Promise<ChildProcess> {
  const logFile = join(folder, "portal.log");
  const output = openSync(logFile, "a", 0o600);
  // Detached: Ctrl-C in the terminal is for us, and we end the parts in their order.
  const child = spawn(process.execPath, ["lib/front/main.ts"], {
    cwd: project,
    env: { ...environment, NODE_ENV: "production" },
    detached: true,
    stdio: ["ignore", output, output, "ipc"],
  });
  closeSync(output);
  if (child.pid !== undefined) {
    writeFileSync(
      join(folder, "web"),
      `${child.pid}\n${runningProcess(child.pid)?.startedAt ?? ""}\n`,
    );
  }
  const ready = new Promise<boolean>((done) => {
    child.on("message", (message) => readyMessage.safeParse(message).success && done(true));
    child.once("exit", () => done(false));
    child.once("error", () => done(false));
  });
  if (!(await ready)) throw new Error(`The portal does not start: see ${logFile}`);
  return child;
}

/** Ends the web process of a launcher that was killed a moment ago: it is on its way out and still holds the port. */
export async function endStrayWeb(folder: string): Promise<void> {
  const file = join(folder, "web");
  if (!existsSync(file)) return;
  const [pid = "", startedAt = ""] = readFileSync(file, "utf8").split("\n");
  if (!stillRuns(Number(pid), startedAt)) return;
  process.kill(Number(pid), "SIGKILL");
  while (stillRuns(Number(pid), startedAt)) await pause(20);
}

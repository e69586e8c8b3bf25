import { env, EnvironmentError, loadEnvironmentFile } from "./env.ts";
import { log } from "./log.ts";
import { processWide } from "./process-wide.ts";

const state = processWide("lifecycle", () => ({ stopping: false }));

/** Whether this process has been told to stop: it finishes what it has begun and wants nothing new. */
export function isStopping(): boolean {
  return state.stopping;
}

/** Reads the environment and runs `start`; when something is missing, says what in one line each and exits with 1. */
export function startOrExplain(start: () => Promise<void>): Promise<void> {
  return explainFailure(async () => {
    loadEnvironmentFile();
    env();
    await start();
  });
}

/** Runs the start of a program; a failure is told (a wrong environment by name and reason) and ends it with 1. */
export async function explainFailure(start: () => Promise<void>): Promise<void> {
  try {
    await start();
  } catch (error) {
    if (error instanceof EnvironmentError) {
      for (const { name, reason } of error.problems) process.stderr.write(`${name} ${reason}\n`);
      process.stderr.write("The start is stopped: see .env.example\n");
    } else {
      log.error("The start failed", { error });
    }
    process.exit(1);
  }
}

/**
 * Ends the process in good order on SIGTERM, SIGINT and when the parent that started it is gone: runs `stop` once and
 * exits with 0. A second signal exits at once.
 */
export function endOnSignals(stop: () => Promise<void>): void {
  let since = 0;
  const end = (reason: string) => {
    if (since > 0) {
      // Ctrl-C reaches us twice at once, from the terminal and from npm: only a later one means impatience.
      if (Date.now() - since > 1_000) process.exit(1);
      return;
    }
    since = Date.now();
    state.stopping = true;
    log.info("Stopping", { reason });
    stop().then(
      () => process.exit(process.exitCode ?? 0),
      (error: unknown) => {
        log.error("The stop failed", { error });
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", () => end("SIGTERM"));
  process.on("SIGINT", () => end("SIGINT"));
  // The launcher holds a channel to its children; the kernel closes it however the launcher dies.
  if (process.connected) process.once("disconnect", () => end("the launcher is gone"));
  process.on("uncaughtException", (error) => {
    log.error("Uncaught exception", { error });
    process.exitCode = 1;
    end("uncaught exception");
  });
  process.on("unhandledRejection", (error) => log.error("Unhandled rejection", { error }));
}

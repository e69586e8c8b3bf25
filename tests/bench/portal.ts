import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type RunningDemo, runningDemo } from "#lib/demo/running.ts";
import { projectFolder } from "#lib/front/next-app.ts";
import { freePort } from "#lib/platform/free-port.ts";
import { isGone, pin, serverCore, start } from "./child.ts";

export type BenchPortal = {
  /** `http://localhost:…` */
  readonly url: string;
  readonly databaseUrl: string;
  stop(): Promise<void>;
};

/**
 * The portal as `npm run demo` starts it, on a free port; its web process stays on the servers' core. Not as the tests
 * start it: under APP_ENV=test each question of the time goes to the database, which no parent's page pays for.
 */
export async function benchPortal(folder: string): Promise<BenchPortal> {
  const launcher = start(["bin/run.mjs", "lib/demo/main.ts"], {
    cwd: projectFolder,
    env: {
      APP_ENV: "demo",
      KEZEK_DIR: folder,
      PORT: String(await freePort()),
    },
  });
  let running: RunningDemo | undefined;
  for (const deadline = Date.now() + 10 * 60_000; Date.now() < deadline; await pause(50)) {
    running = runningDemo(folder);
    if (running?.ready || isGone(launcher.process)) break;
  }
  if (!running?.ready) {
    await launcher.stop();
    throw new Error(`The portal does not start:\n${launcher.said()}`);
  }
  pin(Number(readFileSync(join(folder, "web"), "utf8").split("\n")[0]), serverCore);
  return {
    url: running.address,
    databaseUrl: running.databaseUrl ?? "",
    stop: () => launcher.stop(),
  };
}

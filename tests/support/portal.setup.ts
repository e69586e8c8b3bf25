import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { TestProject } from "vitest/node";
import { freePort } from "#lib/platform/free-port.ts";
import { type RunningDemo, runningDemo } from "#lib/demo/running.ts";
import { findBrowser } from "./browser.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Address of the portal, `http://localhost:…`. */
    portalUrl: string;
    /** Where the emulator of NCALayer listens, `ws://127.0.0.1:…`. */
    ncalayerUrl: string;
    /** Address of the portal's database. */
    portalDatabaseUrl: string;
    /** Takes `POST /emulator-stop`, `/emulator-start` and `/web-crash`; 204 when it is done. */
    controlUrl: string;
    /** The demo's folder. */
    portalFolder: string;
    /** The port of the one push service that the portal may call; a test listens there. */
    pushPort: number;
    /** The program of the browser. */
    chromium: string;
  }
}

/** Once per run: the whole portal as `npm run demo` starts it, on free ports and in a folder of its own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // The browser is unpacked here, once, into a folder of its own.
  const temporary = mkdtempSync(join(tmpdir(), "kezek-e2e-"));
  process.env["TMPDIR"] = temporary;
  project.provide("chromium", await findBrowser());

  const folder = join(temporary, "kezek");
  const pushPort = await freePort();
  project.provide("pushPort", pushPort);
  const launcher = spawn(process.execPath, ["bin/run.mjs", "lib/demo/main.ts"], {
    env: {
      ...process.env,
      APP_ENV: "test",
      NODE_ENV: "production",
      KEZEK_DIR: folder,
      PUSH_HOSTS: `127.0.0.1:${pushPort}`,
      PORT: String(await freePort()),
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const running = await untilReady(launcher, folder);
  project.provide("portalUrl", running.address);
  project.provide("ncalayerUrl", running.ncalayerUrl ?? "");
  project.provide("portalDatabaseUrl", running.databaseUrl ?? "");
  project.provide("controlUrl", running.controlUrl ?? "");
  project.provide("portalFolder", folder);

  return async () => {
    if (launcher.exitCode === null) {
      const gone = once(launcher, "exit");
      launcher.kill("SIGTERM");
      await gone;
    }
    rmSync(temporary, { recursive: true, force: true });
  };
}

async function untilReady(launcher: ChildProcess, folder: string): Promise<RunningDemo> {
  let said = "";
  launcher.stdout?.on("data", (chunk: Buffer) => (said += chunk.toString()));
  launcher.stderr?.on("data", (chunk: Buffer) => (said += chunk.toString()));
  // A build on a slow machine takes its minutes.
  for (const deadline = Date.now() + 10 * 60_000; Date.now() < deadline;) {
    const state = runningDemo(folder);
    if (state?.ready) return state;
    if (launcher.exitCode !== null || launcher.signalCode !== null) break;
    await pause(100);
  }
  launcher.kill("SIGKILL");
  throw new Error(`The portal does not start.\n${said}\n${lastLines(join(folder, "portal.log"))}`);
}

function lastLines(file: string): string {
  try {
    return readFileSync(file, "utf8").split("\n").slice(-20).join("\n");
  } catch {
    return "";
  }
}

import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { closeDb, db } from "#db/client.ts";
import { startEmbedded, stopOrphan } from "#db/embedded.ts";
import { migrateDatabase } from "#db/migrate.ts";
import { resetEnv } from "#lib/platform/env.ts";
import { unlockJobsOfTheDead } from "#lib/worker/heartbeat.ts";
import { currentBuild, makeBuild } from "./build.ts";
import { type Control, startControl } from "./control.ts";
import { demoEnvironment } from "./environment.ts";
import { step } from "./progress.ts";
import { forgetRunning, writeRunning } from "./running.ts";
import { seedDemo } from "./seed.ts";
import { startSigningParts } from "./signing-parts.ts";
import type { DemoSize } from "./size.ts";
import { endStrayWeb, startWeb } from "./web.ts";

export type DemoOptions = {
  readonly folder: string;
  readonly port: number;
  readonly reset: boolean;
  /** Not given: what the folder has, or the small one. */
  readonly size: DemoSize | undefined;
  /** Of a test: free ports for everything, and a control address. */
  readonly test: boolean;
};

/**
 * Starts the whole portal: database, demo data, emulator, responder, web process with worker. `onPart` is told how to
 * end each part as soon as it runs, so that an interrupted start leaves nothing behind.
 */
export async function startDemo(
  options: DemoOptions,
  onPart: (end: () => Promise<void>) => void,
): Promise<void> {
  const { folder, port } = options;
  const address = `http://localhost:${port}`;
  await endStrayWeb(folder);
  if (options.reset) await step("Removing the old data", () => reset(folder));
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  writeRunning(folder, { address, ready: false });
  onPart(async () => forgetRunning(folder));

  const database = await step("Starting PostgreSQL", () =>
    startEmbedded({ folder: join(folder, "postgres"), disposable: options.test }),
  );
  onPart(() => database.stop());
  const settings = { folder, port, databaseUrl: database.url, actionsKey: "" };
  useEnvironment(demoEnvironment({ ...settings, signing: {} }));
  onPart(closeDb);
  await step("Bringing the tables up to date", () => migrateDatabase(database.url));
  const filling =
    options.size === "full"
      ? "Filling in a region of 30,000 children and its two years"
      : "Filling in the demo's families";
  await step(filling, async () => {
    await seedDemo(new Date(), { size: options.size });
    // This folder has one launcher at a time and it is us: whoever held a job is dead.
    await unlockJobsOfTheDead(db(), 0);
  });
  const parts = await step("Making keys, starting the NCALayer emulator", () =>
    startSigningParts(folder, options.test),
  );
  onPart(() => parts.stop());
  const build =
    currentBuild() ?? (await step("Building the portal, which takes a minute", makeBuild));

  const environment = demoEnvironment({
    ...settings,
    actionsKey: build.actionsKey,
    signing: parts.environment,
  });
  const web = await step("Opening the portal", () => startWeb(environment, folder));
  onPart(() => web.stop());

  let control: Control | undefined;
  if (options.test) {
    const running = await startControl({
      "emulator-stop": () => parts.stopEmulator(),
      "emulator-start": () => parts.startEmulator(),
      "web-crash": () => web.crash(),
    });
    control = running;
    onPart(() => running.close());
  }
  writeRunning(folder, {
    address,
    ready: true,
    ncalayerUrl: environment["NCALAYER_URL"],
    databaseUrl: database.url,
    controlUrl: control?.url,
  });
}

function useEnvironment(environment: Record<string, string>): void {
  Object.assign(process.env, environment);
  resetEnv();
}

async function reset(folder: string): Promise<void> {
  await stopOrphan(join(folder, "postgres"));
  for (const part of ["postgres", "storage", "ca", "secrets.json", "portal.log"]) {
    rmSync(join(folder, part), { recursive: true, force: true });
  }
}

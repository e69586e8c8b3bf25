import { demoEnvironment } from "#lib/demo/environment.ts";
import { demoFolder, runningDemo } from "#lib/demo/running.ts";
import { env, loadEnvironmentFile, resetEnv } from "#lib/platform/env.ts";

/**
 * Gives a command the environment of the portal it speaks for: that of the process and `.env`, or of the demo that runs
 * in this folder where no DATABASE_URL is named.
 * @returns whether there is a database
 * @throws EnvironmentError naming what is missing or wrong
 */
export function usePortalEnvironment(): boolean {
  loadEnvironmentFile();
  if (!process.env["DATABASE_URL"]) {
    const folder = demoFolder();
    const running = runningDemo(folder);
    if (!running?.databaseUrl) return false;
    const port = Number(new URL(running.address).port || 80);
    const parts = { folder, port, databaseUrl: running.databaseUrl };
    Object.assign(process.env, demoEnvironment({ ...parts, actionsKey: "", signing: {} }));
    resetEnv();
  }
  return Boolean(env().DATABASE_URL);
}

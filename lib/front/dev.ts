import { join, resolve } from "node:path";
import { closeDb } from "#db/client.ts";
import { startEmbedded } from "#db/embedded.ts";
import { migrateDatabase } from "#db/migrate.ts";
import { env, EnvironmentError, loadEnvironmentFile, resetEnv } from "#lib/platform/env.ts";
import { endOnSignals, explainFailure } from "#lib/platform/lifecycle.ts";
import { demoEnvironment } from "../demo/environment.ts";
import { seedDemo } from "../demo/seed.ts";
import { startSigningParts } from "../demo/signing-parts.ts";
import { finishServing, listen } from "./listen.ts";
import { frontServer } from "./server.ts";

// `npm run dev`: pages reload as they are edited; everything else is as in the demo, with data of its own.
loadEnvironmentFile();
const folder = resolve(process.env["KEZEK_DIR"] ?? ".kezek/dev");
const port = Number(process.env["PORT"] ?? 3000);

// The environment is made here, piece by piece, so there is nothing to check beforehand.
await explainFailure(async () => {
  if (process.env["APP_ENV"] === "production") {
    const reason = "is production: npm run dev writes demo families into its database";
    throw new EnvironmentError([{ name: "APP_ENV", reason }]);
  }
  const database = process.env["DATABASE_URL"]
    ? undefined
    : await startEmbedded({ folder: join(folder, "postgres") });
  const databaseUrl = process.env["DATABASE_URL"] ?? database?.url ?? "";
  await migrateDatabase(databaseUrl);
  const own = { folder, port, databaseUrl, actionsKey: "" };
  useEnvironment(demoEnvironment({ ...own, signing: {} }));
  await seedDemo(new Date());
  const parts = await startSigningParts(folder, true);
  useEnvironment(demoEnvironment({ ...own, signing: parts.environment }));
  const environment = env();

  const { nextApp } = await import("./next-app.ts");
  const app = await nextApp({ dev: true, hostname: "localhost", port });
  const server = frontServer(environment, app.getRequestHandler(), app.getUpgradeHandler());
  const { startWorker } = await import("#lib/worker/runner.ts");
  const worker =
    environment.WORKER === "inline" ? await startWorker({ concurrency: 2 }) : undefined;
  endOnSignals(async () => {
    server.closeAllConnections();
    await finishServing(server, 0);
    await worker?.stop();
    await app.close();
    await parts.stop();
    await closeDb();
    await database?.stop();
  });
  await listen(server, environment.HOST ?? "127.0.0.1", port);
  process.stdout.write(`http://localhost:${port}\n`);
});

function useEnvironment(environment: Record<string, string>): void {
  Object.assign(process.env, environment);
  resetEnv();
}

import { closeDb } from "#db/client.ts";
import { currentInstant } from "#db/demo-clock.ts";
import { calendarInForce } from "#lib/calendar/in-force.ts";
import { closeVerifier } from "#lib/eds/production.ts";
import { checkTrustedAuthorities } from "#lib/eds/start-check.ts";
import { measureTrust } from "#lib/eds/trust-watch.ts";
import { env } from "#lib/platform/env.ts";
import { endOnSignals, startOrExplain } from "#lib/platform/lifecycle.ts";
import { takeOverConsole } from "#lib/platform/log.ts";
import { finishServing, listen } from "./listen.ts";
import { nextApp } from "./next-app.ts";
import { frontServer } from "./server.ts";

// `npm start`: the portal as it runs for real.
process.env["NEXT_TELEMETRY_DISABLED"] = "1";
Reflect.set(process.env, "NODE_ENV", "production");

await startOrExplain(async () => {
  takeOverConsole();
  const environment = env();
  calendarInForce(environment);
  await checkTrustedAuthorities(environment);
  const host = environment.HOST ?? (environment.APP_ENV === "production" ? "0.0.0.0" : "127.0.0.1");
  const app = await nextApp({ dev: false, hostname: host, port: environment.PORT });
  const server = frontServer(environment, app.getRequestHandler());
  const worker =
    environment.WORKER === "inline"
      ? await (await import("#lib/worker/runner.ts")).startWorker({ concurrency: 2 })
      : undefined;
  const stopWatching = measureTrust(currentInstant);
  endOnSignals(async () => {
    stopWatching();
    await finishServing(server, environment.STOP_DELAY_SECONDS);
    await worker?.stop();
    await app.close();
    await closeVerifier();
    await closeDb();
  });
  await listen(server, host, environment.PORT);
});

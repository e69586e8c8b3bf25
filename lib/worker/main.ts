import { closeDb } from "#db/client.ts";
import { calendarInForce } from "#lib/calendar/in-force.ts";
import { closeVerifier } from "#lib/eds/production.ts";
import { checkTrustedAuthorities } from "#lib/eds/start-check.ts";
import { env } from "#lib/platform/env.ts";
import { endOnSignals, startOrExplain } from "#lib/platform/lifecycle.ts";
import { log } from "#lib/platform/log.ts";
import { startWorker } from "./runner.ts";

// `npm run worker`: a process that only works off the queue. Any number of them may run.
await startOrExplain(async () => {
  calendarInForce();
  await checkTrustedAuthorities(env());
  const worker = await startWorker();
  log.info("The worker is ready");
  endOnSignals(async () => {
    await worker.stop();
    await closeVerifier();
    await closeDb();
  });
});

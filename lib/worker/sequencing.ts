import { currentInstant } from "#db/demo-clock.ts";
import { env } from "#lib/platform/env.ts";
import { log } from "#lib/platform/log.ts";
import { sequenceLogs } from "#lib/transparency/sequence.ts";

const pauseMilliseconds = 1_000;

/**
 * Looks every second whether the ledger has events that the public log lacks. No job per event: jobs under one key would
 * be a row that all parents of a moment write to, and jobs without one would be as many as events.
 */
export function keepLogUp(): { stop(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  let stopped = env().LOG_SIGNING_KEY === undefined;
  const look = async () => {
    try {
      await sequenceLogs(await currentInstant());
    } catch (error) {
      log.error("The public log could not be continued", { error });
    }
    next();
  };
  const next = () => {
    if (!stopped) timer = setTimeout(() => (running = look()), pauseMilliseconds);
  };
  next();
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

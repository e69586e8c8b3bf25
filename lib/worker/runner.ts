import { EventEmitter } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import {
  Logger,
  parseCronItems,
  run,
  type Runner,
  type Task,
  type TaskList,
  type WorkerEvents,
} from "graphile-worker";
import { databaseUrl, db } from "#db/client.ts";
import { type JobName, jobPayloads } from "#lib/jobs/names.ts";
import { currentInstant } from "#db/demo-clock.ts";
import { takeSmsAnswer } from "#lib/applications/answer-by-sms.ts";
import { closeTransports, openTransports } from "#lib/messaging/transport.ts";
import { keepReceipt } from "#lib/notifications/receipts.ts";
import { NotSentYet } from "#lib/notifications/send-message.ts";
import { log } from "#lib/platform/log.ts";
import { withRequestContext } from "#lib/platform/request-context.ts";
import { crontab } from "./crontab.ts";
import { beat, beatMilliseconds, signOff, unlockJobsOfTheDead } from "./heartbeat.ts";
import { keepLogUp } from "./sequencing.ts";
import { tasks as roomTasks, type Tasks } from "./tasks.ts";

export type RunningWorker = {
  /** Takes no new job, waits for the running ones, signs off. */
  stop(): Promise<void>;
};

/** Starts working off the queue in this process: `concurrency` jobs at a time. */
export async function startWorker(
  options: { readonly tasks?: Tasks; readonly concurrency?: number } = {},
): Promise<RunningWorker> {
  const concurrency = options.concurrency ?? 4;
  openTransports(keepReceipt, async (answer) => {
    await takeSmsAnswer(answer, await currentInstant());
  });
  const events: WorkerEvents = new EventEmitter();
  const alive = new Set<string>();
  events.on("worker:create", ({ worker }) => alive.add(worker.workerId));
  events.on("worker:stop", ({ worker }) => alive.delete(worker.workerId));

  const tidy = async () => {
    try {
      await beat(db(), [...alive]);
      const dead = await unlockJobsOfTheDead(db());
      if (dead.length > 0) log.warn("Gave back the jobs of dead workers", { workers: dead });
    } catch (error) {
      log.error("The worker could not say that it is alive", { error });
    }
  };
  const begin = () =>
    run({
      connectionString: databaseUrl(),
      maxPoolSize: concurrency + 2,
      concurrency,
      events,
      logger: new Logger((scope) => (level, message) => {
        // A task that failed has said so itself, and whether it is a failure or only waits.
        if (level !== "debug" && !message.startsWith("Failed task "))
          log[level === "warning" ? "warn" : level](message, { job: scope.jobId });
      }),
      noHandleSignals: true,
      pollInterval: 1_000,
      taskList: taskList(options.tasks ?? roomTasks),
      parsedCronItems: parseCronItems(crontab.map((item) => ({ ...item }))),
    });
  const runner = await keepRunning(begin);
  await tidy();
  const beating = setInterval(() => void tidy(), beatMilliseconds());
  const sequencing = keepLogUp();
  return {
    stop: async () => {
      clearInterval(beating);
      await sequencing.stop();
      const ids = [...alive];
      await runner.stop();
      await closeTransports();
      await signOff(db(), ids);
    },
  };
}

/**
 * Keeps the queue's runner running. It ends by itself, and without a word, when the end of a job could not be written
 * down, as while the database is away; the process would live on and do nothing. What it held is given back like a
 * dead worker's.
 */
async function keepRunning(begin: () => Promise<Runner>): Promise<Pick<Runner, "stop">> {
  let current = await begin();
  const stopped = new AbortController();
  const { signal } = stopped;
  const watch = async () => {
    while (!signal.aborted) {
      await current.promise.catch(() => undefined);
      while (!signal.aborted) {
        log.error("The queue's workers have ended, and begin anew");
        await pause(1_000, undefined, { signal }).catch(() => undefined);
        if (signal.aborted) return;
        try {
          current = await begin();
          break;
        } catch (error) {
          log.error("The queue's workers cannot begin", { error });
        }
      }
    }
    // Begun in the moment in which it was stopped.
    await current.stop().catch(() => undefined);
  };
  const watching = watch();
  return {
    stop: async () => {
      stopped.abort();
      await current.stop().catch(() => undefined);
      await watching;
    },
  };
}

function taskList(rooms: Tasks): TaskList {
  const list: Record<string, Task> = {};
  for (const name of Object.keys(jobPayloads) as JobName[]) {
    const task = taskFor(rooms, name);
    if (task) list[name] = task;
  }
  return list;
}

function taskFor<Name extends JobName>(rooms: Tasks, name: Name): Task | undefined {
  const work = rooms[name];
  if (!work) return undefined;
  const schema = jobPayloads[name];
  return async (given, helpers) => {
    const { _cron, ...payload } = given as { _cron?: unknown };
    const requestId = `job-${helpers.job.id}`;
    await withRequestContext({ requestId, clientIp: "", viaProxy: false }, async () => {
      const started = performance.now();
      const failure = await attempt(() =>
        work(schema.parse(payload) as Parameters<typeof work>[0]),
      );
      const milliseconds = Math.round(performance.now() - started);
      if (!failure) return log.info("Job done", { job: name, milliseconds });
      const attempts = helpers.job.attempts;
      // A closed way out is no bug, and a day of it would bury those that are.
      if (failure.error instanceof NotSentYet)
        log.warn("Job waits", { job: name, attempt: attempts, reason: failure.error.message });
      else log.error("Job failed", { job: name, attempt: attempts, error: failure.error });
      // The queue's table keeps the message of what is thrown: a word without data.
      throw new Error(failure.error instanceof Error ? failure.error.name : "failed");
    });
  };
}

async function attempt(
  work: () => Promise<void>,
): Promise<{ readonly error: unknown } | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return { error };
  }
}

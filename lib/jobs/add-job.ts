import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { type JobName, type JobPayload, jobPayloads } from "./names.ts";

export type JobOptions = {
  /** One waiting job per key: adding it again replaces the payload and the time of the one that waits. */
  readonly key?: string;
  /** Not before this instant, by the clock of the database. Never a legal deadline: those are rows (architecture §3.9). */
  readonly runAt?: Date;
  /** Default 12, which spans about a day and a half of growing pauses. */
  readonly maxAttempts?: number;
  /** Lower goes first; default 0. */
  readonly priority?: number;
};

/** Adds a job within the caller's transaction: no message without its fact, no fact without its message. */
export async function addJob<Name extends JobName>(
  tx: Tx,
  name: Name,
  payload: JobPayload<Name>,
  options: JobOptions = {},
): Promise<void> {
  // The queue takes json, not jsonb, and a text without the cast would arrive as a JSON string.
  await tx.execute(sql`
    select graphile_worker.add_job(
      ${name},
      payload => ${JSON.stringify(jobPayloads[name].parse(payload))}::json,
      run_at => ${options.runAt?.toISOString() ?? null}::timestamptz,
      max_attempts => ${options.maxAttempts ?? 12}::integer,
      job_key => ${options.key ?? null}::text,
      priority => ${options.priority ?? null}::integer)`);
}

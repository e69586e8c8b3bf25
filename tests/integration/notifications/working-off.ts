import { sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { jobPayloads } from "#lib/jobs/names.ts";
import { recordReceipt } from "#lib/notifications/receipts.ts";
import { sendMessage } from "#lib/notifications/send-message.ts";

type Job = {
  readonly id: string;
  readonly key: string | null;
  readonly task: string;
  readonly payload: unknown;
  readonly priority: number;
};

/** The jobs of messages that wait, the most urgent first. */
export async function jobs(): Promise<Job[]> {
  const rows = await db().execute<Job>(sql`
    select j.id, j.key, t.identifier as task, j.payload, j.priority
    from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
    where t.identifier in ('send-message', 'record-receipt')
    order by j.priority, j.id`);
  return [...rows];
}

/**
 * Does the jobs that wait, once each, and returns what was thrown; a job that failed waits on. The worker's own way of
 * trying again is tested where it runs.
 */
export async function workOff(now = new Date()): Promise<string[]> {
  const failures: string[] = [];
  for (const job of await jobs()) {
    try {
      if (job.task === "send-message")
        await sendMessage(jobPayloads["send-message"].parse(job.payload));
      else await recordReceipt(jobPayloads["record-receipt"].parse(job.payload), now);
      // One that comes back later has put itself off.
      await db().execute(sql`
        delete from graphile_worker._private_jobs where id = ${job.id} and run_at <= now()`);
    } catch (error) {
      failures.push(error instanceof Error ? error.message : "?");
    }
  }
  return failures;
}

/** In these regions it is never night: whoever tests what goes must not depend on the hour of the day. */
export async function neverQuiet(): Promise<void> {
  const hours = { quietFrom: "00:00", quietTo: "00:00", quietDaysOffForSms: false };
  await db().execute(sql`
    update policy set parameters = parameters || ${JSON.stringify(hours)}::jsonb
    where code = 'kz-portal'`);
}

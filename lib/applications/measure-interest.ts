import { sql } from "drizzle-orm";
import type { Queryable } from "#db/client.ts";
import { localDateOf } from "#lib/calendar/local-date.ts";
import { gauge } from "#lib/platform/metrics.ts";
import { listPortals } from "#lib/regions/views.ts";
import { answerOutcomes } from "./answer-by-sms.ts";
import { askedStatuses } from "./interest.ts";

const statuses = sql.raw(askedStatuses.map((status) => `'${status}'`).join(", "));

/**
 * Sets the figures of the yearly confirmation for whoever reads the metrics. They come from the database: the worker that
 * asks has no address to be asked at.
 */
export async function measureInterest(database: Queryable, now: Date): Promise<void> {
  const at = now.toISOString();
  const day = 24 * 3_600_000;
  const month = new Date(now.getTime() + 30 * day).toISOString();
  const since = new Date(now.getTime() - day).toISOString();
  const waiting = await database.execute<{ region: number; due: number; overdue: number }>(sql`
    select region_id as region,
      count(*) filter (where interest_due_at >= ${at}::timestamptz)::int as due,
      count(*) filter (where interest_due_at < ${at}::timestamptz)::int as overdue
    from application
    where status in (${statuses}) and not gave_way and interest_due_at <= ${month}::timestamptz
    group by region_id`);
  const done = await database.execute<{ region: number; removed: number; restored: number }>(sql`
    select region_id as region,
      count(*) filter (where legal_ground = 'remove-interest')::int as removed,
      count(*) filter (where legal_ground = 'interest-restore')::int as restored
    from queue_event
    where at > ${since}::timestamptz and legal_ground in ('remove-interest', 'interest-restore')
    group by region_id`);
  for (const { id, slug } of await listPortals()) {
    const own = waiting.find((row) => row.region === id);
    const ended = done.find((row) => row.region === id);
    const region = { region: slug };
    gauge(
      "kezek_interest_due",
      "Families whose day of confirming is within thirty days",
      own?.due ?? 0,
      region,
    );
    gauge(
      "kezek_interest_overdue",
      "Families whose day has passed and that nobody has looked at yet; above 0 for minutes: the job stands still",
      own?.overdue ?? 0,
      region,
    );
    gauge(
      "kezek_interest_removed_day",
      "Taken off in the last 24 hours because nobody confirmed",
      ended?.removed ?? 0,
      region,
    );
    gauge(
      "kezek_interest_restored_day",
      "Old places taken back in the last 24 hours",
      ended?.restored ?? 0,
      region,
    );
  }
  await measureAnswers(database, now);
}

async function measureAnswers(database: Queryable, now: Date): Promise<void> {
  const rows = await database.execute<{ outcome: string; n: number }>(
    sql`select outcome, n from sms_answer_count where day = ${localDateOf(now)}`,
  );
  for (const outcome of answerOutcomes) {
    const n = rows.find((row) => row.outcome === outcome)?.n ?? 0;
    gauge("kezek_sms_answers_day", "Answers by SMS today, by what became of them", n, { outcome });
  }
}

import { sql } from "drizzle-orm";
import type { Queryable, Tx } from "#db/client.ts";
import { localDateOf, startOfDay } from "#lib/calendar/local-date.ts";
import { log } from "#lib/platform/log.ts";

const prefix = "code-sms:";
const warnAt = 0.8;

export type CodeBudget = {
  /** Codes of today by SMS in this region, this one included. */
  readonly used: number;
  /** False: the day's budget is spent, and only a device that was in the account before gets a code. */
  readonly within: boolean;
};

/**
 * Counts one code that is to go by SMS today (the day of UTC+5), for all processes together. Whoever pumps messages for
 * money, or to make a region pay, meets an end; the operator is warned at four fifths.
 * @param limit `codeSmsPerDay` of the region's policy
 */
export async function countCodeSms(
  tx: Tx,
  regionId: number,
  limit: number,
  now: Date,
): Promise<CodeBudget> {
  const [row] = await tx.execute<{ count: number }>(sql`
    insert into rate_limit (key, window_start, count)
    values (${prefix + String(regionId)}, ${dayOf(now)}::timestamptz, 1)
    on conflict (key, window_start) do update set count = rate_limit.count + 1
    returning count`);
  const used = row?.count ?? 1;
  // Once each: the one that reaches the mark.
  if (used === Math.ceil(limit * warnAt))
    log.warn("Most of the day's code messages are sent", { region: regionId, used, limit });
  if (used === limit + 1)
    log.error("The day's code messages are spent", { region: regionId, used, limit });
  return { used, within: used <= limit };
}

/** How many codes went by SMS today (UTC+5), by the region's number; regions without any are absent. */
export async function codeSmsToday(database: Queryable, now: Date): Promise<Map<number, number>> {
  const rows = await database.execute<{ region: number; count: number }>(sql`
    select substr(key, ${prefix.length + 1}::int)::int as region, count from rate_limit
    where key like ${`${prefix}%`} and window_start = ${dayOf(now)}::timestamptz`);
  return new Map(rows.map(({ region, count }) => [region, count]));
}

function dayOf(now: Date): string {
  return startOfDay(localDateOf(now)).toISOString();
}

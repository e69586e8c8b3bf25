import { sql } from "drizzle-orm";
import type { Queryable, Tx } from "#db/client.ts";

export type Limit = { readonly count: number; readonly windowSeconds: number };

export type Attempt = {
  readonly allowed: boolean;
  /** Seconds until the next attempt has a chance, for `Retry-After`; 0 when this one is allowed. */
  readonly retryAfterSeconds: number;
};

/**
 * Counts one attempt and tells whether it is within the limit; refused attempts count too. All processes share the
 * count. The window slides: of the window before, the part that still reaches into the last `windowSeconds` counts.
 * @param key what is limited, e.g. `queue-check:ip:10.0.0.7`; never an IIN in clear (`pseudonym`)
 */
export async function countAttempt(
  database: Queryable,
  key: string,
  limit: Limit,
  now: Date,
): Promise<Attempt> {
  const windowMs = limit.windowSeconds * 1000;
  const started = Math.floor(now.getTime() / windowMs) * windowMs;
  const [row] = await database.execute<{ current: number; previous: number }>(sql`
    with hit as (
      insert into rate_limit (key, window_start, count)
      values (${key}, ${instant(started)}::timestamptz, 1)
      on conflict (key, window_start) do update set count = rate_limit.count + 1
      returning count
    )
    select hit.count as current, coalesce(before.count, 0) as previous
    from hit left join rate_limit before
      on before.key = ${key} and before.window_start = ${instant(started - windowMs)}::timestamptz`);
  return judge(row?.current ?? 1, row?.previous ?? 0, (now.getTime() - started) / windowMs, limit);
}

/** Takes back an attempt that turned out to be none: counted before it was judged, as every one is. */
export async function takeBack(
  database: Queryable,
  key: string,
  limit: Limit,
  at: Date,
): Promise<void> {
  const windowMs = limit.windowSeconds * 1000;
  const started = Math.floor(at.getTime() / windowMs) * windowMs;
  await database.execute(sql`
    update rate_limit set count = greatest(count - 1, 0)
    where key = ${key} and window_start = ${instant(started)}::timestamptz`);
}

/** What is limited, and how. */
export type Counted = readonly [key: string, limit: Limit];

/**
 * Counts one attempt against several limits, if all of them allow it; a refused one counts nowhere, so that whoever goes
 * on knocking does not keep the door closed for everybody else. The keys are locked in their order until the
 * transaction ends, so that of attempts at once no more get through than there is room for.
 */
export async function takeTurn(tx: Tx, counted: readonly Counted[], now: Date): Promise<Attempt> {
  let wait = 0;
  const starts: (readonly [string, number])[] = [];
  for (const [key, limit] of counted.toSorted(([one], [two]) => (one < two ? -1 : 1))) {
    const windowMs = limit.windowSeconds * 1000;
    const started = Math.floor(now.getTime() / windowMs) * windowMs;
    starts.push([key, started]);
    const [row] = await tx.execute<{ current: number; previous: number }>(sql`
      with held as (
        insert into rate_limit (key, window_start, count)
        values (${key}, ${instant(started)}::timestamptz, 0)
        on conflict (key, window_start) do update set count = rate_limit.count
        returning count
      )
      select held.count as current, coalesce(before.count, 0) as previous
      from held left join rate_limit before
        on before.key = ${key} and before.window_start = ${instant(started - windowMs)}::timestamptz`);
    const elapsed = (now.getTime() - started) / windowMs;
    const counts = row?.current ?? 0;
    const judged = judge(counts + 1, row?.previous ?? 0, elapsed, limit, counts);
    wait = Math.max(wait, judged.retryAfterSeconds);
  }
  if (wait > 0) return { allowed: false, retryAfterSeconds: wait };
  for (const [key, started] of starts) {
    await tx.execute(sql`
      update rate_limit set count = count + 1
      where key = ${key} and window_start = ${instant(started)}::timestamptz`);
  }
  return { allowed: true, retryAfterSeconds: 0 };
}

/**
 * The rule of the sliding window. Pure.
 * @param current attempts of this window with the one that is judged
 * @param elapsed how much of the current window has passed, 0 to 1
 * @param stays how many of them count later on: one less where a refused attempt does not
 */
export function judge(
  current: number,
  previous: number,
  elapsed: number,
  limit: Limit,
  stays = current,
): Attempt {
  if (current + previous * (1 - elapsed) <= limit.count)
    return { allowed: true, retryAfterSeconds: 0 };
  // Without further attempts: in this window only the share of the one before shrinks, in the next one ours does.
  const untilNext = 1 - elapsed;
  const wait =
    current < limit.count && previous > 0
      ? (current + previous * (1 - elapsed) - limit.count) / previous
      : untilNext + (stays < limit.count ? 0 : 1 - (limit.count - 1) / stays);
  return { allowed: false, retryAfterSeconds: Math.max(1, Math.ceil(wait * limit.windowSeconds)) };
}

/** Keys of limits whose window is longer than a day begin so; theirs is a month at most. */
export const monthly = "month:";
/** Each limit looks at the window before its own as well. */
const dayMs = 24 * 60 * 60 * 1000;
const longestLookMs = 2 * dayMs;
const longestMonthlyLookMs = 2 * 30 * dayMs;

/** Deletes counts that no limit looks at any more at `now`. */
export async function sweepAttempts(database: Queryable, now: Date): Promise<void> {
  const oldest = instant(now.getTime() - longestLookMs);
  const oldestMonthly = instant(now.getTime() - longestMonthlyLookMs);
  await database.execute(sql`
    delete from rate_limit where window_start < ${oldest}::timestamptz
      and (key not like ${`${monthly}%`} or window_start < ${oldestMonthly}::timestamptz)`);
}

function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

import { sql } from "drizzle-orm";
import type { Queryable } from "#db/client.ts";
import { localDateOf } from "#lib/calendar/local-date.ts";
import { codeSmsToday } from "#lib/messaging/code-budget.ts";
import { gauge } from "#lib/platform/metrics.ts";
import { policyAt } from "#lib/regions/policy.ts";
import { listPolicies, listPortals } from "#lib/regions/views.ts";

const channels = ["sms", "email", "push"] as const;
const states = ["queued", "sent", "delivered", "failed", "expired"] as const;

/**
 * Sets the figures of the messages for whoever reads the metrics. They come from the database: the processes that send
 * have no address to be asked at.
 */
export async function measureMessages(database: Queryable, now: Date): Promise<void> {
  const day = new Date(now.getTime() - 24 * 3_600_000).toISOString();
  const counted = await database.execute<{ channel: string; state: string; n: number }>(sql`
    select channel, state, count(*)::int as n from message
    where created_at > ${day}::timestamptz group by channel, state`);
  const waiting = await database.execute<{ channel: string; seconds: number }>(sql`
    select channel, extract(epoch from ${now.toISOString()}::timestamptz
      - min(greatest(created_at, not_before)))::int as seconds
    from message where state = 'queued'
      and (not_before is null or not_before <= ${now.toISOString()}::timestamptz)
    group by channel`);
  const morning = await database.execute<{ channel: string; n: number }>(sql`
    select channel, count(*)::int as n from message
    where state = 'queued' and not_before > ${now.toISOString()}::timestamptz group by channel`);
  const [browsers] = await database.execute<{ n: number }>(
    sql`select count(*)::int as n from push_subscription`,
  );
  gauge("kezek_push_browsers", "Browsers that are told of messages", browsers?.n ?? 0);
  for (const channel of channels) {
    for (const state of states) {
      const found = counted.find((row) => row.channel === channel && row.state === state);
      gauge(
        "kezek_messages_day",
        "Messages of the last 24 hours by what became of them",
        found?.n ?? 0,
        {
          channel,
          state,
        },
      );
    }
    const oldest = waiting.find((row) => row.channel === channel)?.seconds ?? 0;
    gauge(
      "kezek_messages_oldest_waiting_seconds",
      "How long the oldest message has waited to be sent",
      Math.max(0, oldest),
      { channel },
    );
    gauge(
      "kezek_messages_for_the_morning",
      "Messages that wait until nobody is disturbed",
      morning.find((row) => row.channel === channel)?.n ?? 0,
      { channel },
    );
  }
  await measureCodes(database, now);
}

async function measureCodes(database: Queryable, now: Date): Promise<void> {
  const used = await codeSmsToday(database, now);
  const policies = await listPolicies(database);
  const at = localDateOf(now);
  for (const { id, slug } of await listPortals(database)) {
    const today = used.get(id) ?? 0;
    const { parameters } = policyAt(policies, { regionId: id, queueType: "general", at });
    const share = today / parameters.codeSmsPerDay;
    gauge(
      "kezek_code_sms_share",
      "Codes sent by SMS today as a share of the region's budget",
      share,
      {
        region: slug,
      },
    );
  }
}

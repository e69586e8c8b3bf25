import { sql, type SQL } from "drizzle-orm";
import { db } from "#db/client.ts";
import { localDateOf } from "#lib/calendar/local-date.ts";
import { type PolicyParameters, policyAt } from "#lib/regions/policy.ts";
import { listPolicies, listPortals } from "#lib/regions/views.ts";
import { secretTemplates } from "./templates.ts";

const day = 24 * 60 * 60_000;
const atOnce = 5_000;

/**
 * Deletes messages and items of inboxes that have outlived the policy of their region: first where a message went and
 * what became of it, much later that it was. What still waits to be sent ends first (`send-waiting`).
 */
export async function sweepMessages(now: Date): Promise<void> {
  const policies = await listPolicies();
  const at = localDateOf(now);
  const portals = await listPortals();
  // What belongs to no region lives by the rules for all.
  for (const regionId of [null, ...portals.map(({ id }) => id)]) {
    const question = { regionId: regionId ?? 0, queueType: "general", at };
    const { parameters } = policyAt(policies, question);
    await sweepOf(regionId, parameters, now);
  }
}

async function sweepOf(
  regionId: number | null,
  { messageRetentionDays, inboxRetentionDays }: PolicyParameters,
  now: Date,
): Promise<void> {
  const before = (days: number) => new Date(now.getTime() - days * day).toISOString();
  const here = regionId === null ? sql`region_id is null` : sql`region_id = ${regionId}`;
  const secret = sql.join(
    [...secretTemplates].map((each) => sql`${each}`),
    sql`, `,
  );
  await inParts(
    sql`delete from message where id in (
      select id from message where created_at < ${before(messageRetentionDays)}::timestamptz
        and ${here} and state <> 'queued' limit ${atOnce}) returning 1`,
  );
  await inParts(
    sql`delete from inbox_item where id in (
      select id from inbox_item where created_at < ${before(inboxRetentionDays)}::timestamptz
        and ${here} limit ${atOnce}) returning 1`,
  );
  // That somebody asked for a code says nothing once it is not told where it went.
  await inParts(
    sql`delete from inbox_item where id in (
      select id from inbox_item where created_at < ${before(messageRetentionDays)}::timestamptz
        and ${here} and template in (${secret}) limit ${atOnce}) returning 1`,
  );
}

async function inParts(statement: SQL): Promise<void> {
  for (;;) {
    const rows = await db().execute(statement);
    if (rows.length < atOnce) return;
  }
}

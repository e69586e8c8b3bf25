import { sql } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { planOf, questionsOf } from "#tests/support/plans.ts";

export const pages = { unit: "pages", limit: { atMost: 100 } };

/** The most pages that one question touched, and how many walked through a big table. */
export async function mostOf<Entry>(
  database: Db,
  entries: readonly Entry[],
  ask: (entry: Entry) => Promise<unknown>,
): Promise<{ readonly pages: number; readonly walks: number }> {
  const big = await database.execute<{ name: string }>(
    sql`select relname as name from pg_class where relkind = 'r' and reltuples > 10000`,
  );
  const names = new Set(big.map(({ name }) => name));
  let [most, walks] = [0, 0];
  for (const entry of entries) {
    for (const asked of await questionsOf(() => ask(entry))) {
      if (!/^\s*(select|with)\b/i.test(asked.text)) continue;
      if (/\b(insert|update (?!skip)|delete)\b/i.test(asked.text)) continue;
      const plan = await planOf(database, asked);
      most = Math.max(most, plan.buffers);
      walks += plan.scanned.filter((table) => names.has(table)).length;
    }
  }
  return { pages: most, walks };
}

/** How often counting a kind of event in the ledger walks through it. */
export async function largestWalk(database: Db): Promise<number> {
  const { walks } = await mostOf(database, [null], () =>
    database.execute(sql`select count(*) from queue_event where kind = 'x'`),
  );
  return walks;
}

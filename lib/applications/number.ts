import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { localDateOf } from "#lib/calendar/local-date.ts";

/**
 * The number of an application: year, region by KATO, running number, e.g. `26-11-000123`. Digits and hyphens only,
 * because it is dictated over the phone; it says when and where, and nothing about the family.
 */
export function formatNumber(at: Date, regionKato: string, sequence: number): string {
  const year = localDateOf(at).slice(2, 4);
  return `${year}-${regionKato.slice(0, 2)}-${String(sequence).padStart(6, "0")}`;
}

/** Takes the next number. A number given to a transaction that fails is not given again. */
export async function takeNumber(tx: Tx, at: Date, regionKato: string): Promise<string> {
  const [row] = await tx.execute<{ n: string }>(sql`select nextval('application_number') as n`);
  return formatNumber(at, regionKato, Number(row?.n));
}

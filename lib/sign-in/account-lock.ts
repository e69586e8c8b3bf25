import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";

/**
 * One at a time for an account until the transaction ends: who sends it a code, who enters by one, who changes where
 * its codes go. Taken before any row is locked, and after the lock of the way by answers where both are needed.
 * @param subject of `subjectOf`: IIN or staff login
 */
export async function lockAccount(tx: Tx, subject: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${subject}, 4))`);
}

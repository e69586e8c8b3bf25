import { sql } from "drizzle-orm";
import type { Queryable } from "./client.ts";
import journal from "./migrations/meta/_journal.json" with { type: "json" };

/** Whether every migration of this release is applied; an older release beside a newer schema is fine. */
export async function migrationsApplied(database: Queryable): Promise<boolean> {
  const rows = await database.execute<{ created_at: string }>(
    sql`select created_at from drizzle.__drizzle_migrations`,
  );
  const applied = new Set(rows.map((row) => Number(row.created_at)));
  return journal.entries.every((entry) => applied.has(entry.when));
}

import { desc, isNull } from "drizzle-orm";
import { closeDb, db } from "#db/client.ts";
import { session } from "#db/schema/sessions.ts";
import { useTestEnvironment } from "#tests/support/environment.ts";

/** The newest session of that database: the one of whoever signed in last. */
export async function sessionIdOf(databaseUrl: string): Promise<string> {
  useTestEnvironment({ DATABASE_URL: databaseUrl });
  try {
    const [row] = await db()
      .select({ id: session.id })
      .from(session)
      .where(isNull(session.revokedAt))
      .orderBy(desc(session.createdAt))
      .limit(1);
    if (row === undefined) throw new Error("nobody is signed in");
    return row.id;
  } finally {
    await closeDb();
  }
}

import { connect } from "#db/client.ts";
import { migrateDatabase } from "#db/migrate.ts";
import { writeReference } from "#lib/regions/reference.ts";

/**
 * Brings a database to this release: its schema, the map and the rules the portal comes with. Rules belong to it
 * because a release may ask for a parameter that the one before did not know, and a page judges no family by a guess.
 * Instances that start it together wait for each other; running it twice changes nothing.
 */
export async function bringUpToDate(url: string): Promise<void> {
  await migrateDatabase(url);
  const { db, close } = connect(url, 1);
  try {
    await db.transaction(writeReference);
  } finally {
    await close();
  }
}

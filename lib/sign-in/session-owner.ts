import { eq } from "drizzle-orm";
import type { Queryable } from "#db/client.ts";
import { session } from "#db/schema/sessions.ts";
import { isSessionId } from "./session-actor.ts";

/**
 * Whose session this is or was, however it ended; null for none of ours. It proves nothing about who sits at the
 * browser now: for keeping things until that person signs in again.
 */
export async function sessionOwner(db: Queryable, sessionId: string): Promise<string | null> {
  if (!isSessionId(sessionId)) return null;
  const [row] = await db
    .select({ personId: session.personId })
    .from(session)
    .where(eq(session.id, sessionId));
  return row?.personId ?? null;
}

import { eq } from "drizzle-orm";
import { db } from "#db/client.ts";
import { session } from "#db/schema/sessions.ts";
import type { Actor } from "#lib/access/actor.ts";

export const typed = { email: "olga@example.kz", phone: "", secondPhone: "", locale: "ru" };

/** The profile's form as a browser posts it. */
export function profileForm(fields: Record<string, string> = typed): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
}

/** The state of a form that was just opened. */
export const idle = {
  status: "idle",
  problems: [],
  round: 0,
  values: { email: "", phone: "", secondPhone: "", locale: "ru" },
} as const;

/** The row of the actor's session. */
export async function sessionOf(actor: Actor) {
  if (actor.kind !== "person") throw new Error("nobody is signed in");
  const [row] = await db().select().from(session).where(eq(session.id, actor.sessionId));
  return row;
}

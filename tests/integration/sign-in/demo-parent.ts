import { randomUUID } from "node:crypto";
import { db } from "#db/client.ts";
import { session } from "#db/schema/sessions.ts";
import type { PersonActor } from "#lib/access/actor.ts";
import { personByIin } from "#lib/people/records.ts";
import { now } from "./door.ts";

/** An adult of the demo's list, signed in with an electronic signature. */
export async function demoParent(iin: string): Promise<PersonActor> {
  const person = await personByIin(db(), iin);
  if (person === null) throw new Error(`the demo has no ${iin}`);
  const sessionId = randomUUID();
  await db()
    .insert(session)
    .values({
      id: sessionId,
      personId: person.id,
      strength: "strong",
      method: "eds",
      createdAt: now,
      lastSeenAt: now,
      expiresAt: new Date(now.getTime() + 12 * 3_600_000),
      device: "Chrome · Windows",
      address: "95.56.234.17",
      evidenceId: null,
    });
  return {
    kind: "person",
    personId: person.id,
    iin,
    strength: "strong",
    method: "eds",
    roles: [],
    sessionId,
    onHold: false,
    locale: "ru",
  };
}

/** The same person by a password, with the phone replaced by answers a short while ago or not. */
export function lightly(actor: PersonActor, onHold = false): PersonActor {
  return { ...actor, strength: "light", method: "password", onHold };
}

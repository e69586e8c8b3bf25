import { randomUUID } from "node:crypto";
import { and, asc, eq } from "drizzle-orm";
import { db, transaction } from "#db/client.ts";
import { application, applicationDraft, queueEntry, queueEvent } from "#db/schema/applications.ts";
import { message } from "#db/schema/notifications.ts";
import type { PersonActor, StaffRole } from "#lib/access/actor.ts";
import { withdrawApplication } from "#lib/applications/withdraw.ts";
import { savePerson } from "#lib/people/records.ts";
import type { Portal } from "#lib/regions/views.ts";
import { now } from "../sign-in/gate.ts";

/** A member of staff of a region, signed in with password and code. */
export async function staffOf(
  portal: Portal,
  iin: string,
  role: StaffRole = "officer",
): Promise<PersonActor> {
  const facts = {
    iin,
    surname: "ОФИСОВ",
    givenName: "ОФИСЕР",
    patronymic: null,
    birthDate: null,
    sex: null,
    registration: null,
  };
  const { id } = await transaction((tx) => savePerson(tx, facts, "paper", now));
  return {
    kind: "person",
    personId: id,
    iin,
    strength: "two-factor",
    method: "staff",
    roles: [{ role, regionId: portal.id }],
    sessionId: randomUUID(),
    onHold: false,
    locale: "ru",
  };
}

/** One application as the tables hold it: its row, whether it waits and since when, its story, its letters. */
export async function standing(portal: Portal, number: string) {
  const [row] = await db()
    .select()
    .from(application)
    .where(and(eq(application.regionId, portal.id), eq(application.number, number)));
  if (row === undefined) throw new Error("no such application");
  const [entry] = await db().select().from(queueEntry).where(eq(queueEntry.applicationId, row.id));
  const events = await db()
    .select()
    .from(queueEvent)
    .where(eq(queueEvent.applicationId, row.id))
    .orderBy(asc(queueEvent.seq));
  return { row, entry, events, kinds: events.map((event) => event.kind) };
}

/** Templates of the letters since the registration, once each, by name. */
export async function letters(): Promise<string[]> {
  const rows = await db().select({ template: message.template }).from(message);
  const names = new Set(rows.map((row) => row.template));
  return [...names].filter((name) => name !== "registered").toSorted();
}

/** Withdraws what a former test left, and forgets what was said. */
export async function cleanDesk(owner: PersonActor, portal: Portal): Promise<void> {
  const rows = await db().select({ number: application.number }).from(application);
  for (const { number } of rows) {
    await withdrawApplication(owner, { regionId: portal.id, number, requestId: null }, now);
  }
  await db().update(applicationDraft).set({ discardedAt: now });
  await db().delete(message);
}

export const inDays = (days: number, from: Date = now) =>
  new Date(from.getTime() + days * 24 * 3_600_000);

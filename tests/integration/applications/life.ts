import { and, asc, eq } from "drizzle-orm";
import { db, transaction } from "#db/client.ts";
import { application, queueEntry, queueEvent } from "#db/schema/applications.ts";
import { attachment } from "#db/schema/documents.ts";
import { message } from "#db/schema/notifications.ts";
import type { PersonActor } from "#lib/access/actor.ts";
import { saveContact, saveRepresentation } from "#lib/people/records.ts";
import { newId } from "#lib/platform/ids.ts";
import { checkLedger } from "#lib/queue/check-ledger.ts";
import { objectStore } from "#lib/storage/store.ts";
import { now, openPortals, sergey } from "../sign-in/gate.ts";
import { registered, signedIn } from "./family.ts";

// What tests of an application's life look at.

export async function rowOf(regionId: number, number: string) {
  const [row] = await db()
    .select()
    .from(application)
    .where(and(eq(application.regionId, regionId), eq(application.number, number)));
  if (row === undefined) throw new Error(`no application ${number}`);
  const [entry] = await db()
    .select()
    .from(queueEntry)
    .where(and(eq(queueEntry.regionId, regionId), eq(queueEntry.applicationId, row.id)));
  if (entry === undefined) throw new Error(`no entry of ${number}`);
  return { row, entry };
}

/** The kinds of what the ledger tells of an application, in their order. */
export async function story(regionId: number, number: string): Promise<string[]> {
  const { row } = await rowOf(regionId, number);
  const lines = await db()
    .select({ kind: queueEvent.kind })
    .from(queueEvent)
    .where(and(eq(queueEvent.regionId, regionId), eq(queueEvent.applicationId, row.id)))
    .orderBy(asc(queueEvent.seq));
  return lines.map((line) => line.kind);
}

/** To whom messages of this kind went, each once by each channel. */
export async function toldOf(template: string): Promise<string[]> {
  const rows = await db()
    .select({ to: message.recipient })
    .from(message)
    .where(eq(message.template, template));
  return rows.map((row) => row.to).toSorted();
}

/** What the nightly proof finds wrong: rows that do not follow from the ledger, counters that count otherwise. */
export async function faultsOf(regionId: number): Promise<number> {
  const { differences, wrongCounters } = await checkLedger(regionId);
  return differences.length + wrongCounters;
}

/** Confirms that an adult may act for the child of an application, with a phone of the adult's own. */
export async function secondParent(
  regionId: number,
  number: string,
  adult: PersonActor,
  phone: string,
): Promise<void> {
  const { row } = await rowOf(regionId, number);
  await transaction(async (tx) => {
    await saveRepresentation(
      tx,
      {
        childId: row.childId,
        adultId: adult.personId,
        kind: "parent",
        source: "birth-register",
        confirmed: true,
      },
      now,
    );
    await saveContact(
      tx,
      adult.personId,
      { email: null, phone, secondPhone: null, locale: "kk" as const },
      now,
    );
  });
}

/** Olga registered Artyom in Akmola, and Sergey may act for him too. */
export async function bothParents() {
  const { akmola, oral } = await openPortals();
  const olga = await signedIn(akmola);
  const father = await signedIn(akmola, sergey.iin);
  const { number, applicationId } = await registered(olga, akmola);
  await secondParent(akmola.id, number, father, "+77055550001");
  return { akmola, oral, olga, father, number, applicationId };
}

/** A page of a paper in a collection or with an application, as if it had been uploaded. */
export async function brought(
  regionId: number,
  owner: PersonActor,
  draftId: string,
  paper: string,
  applicationId: string | null = null,
): Promise<string> {
  const id = newId();
  const storageKey = `life/${id}`;
  await objectStore().put(storageKey, Buffer.from("nine byte"), { mime: "image/jpeg" });
  await db()
    .insert(attachment)
    .values({
      regionId,
      id,
      ownerId: owner.personId,
      draftId,
      applicationId,
      paper,
      position: 1,
      fileName: "a.jpg",
      mime: "image/jpeg",
      size: 9,
      sha256: "0".repeat(64),
      storageKey,
      state: "clean",
      scan: "clean",
      createdAt: now,
    });
  return id;
}

import { inject } from "vitest";
import { inArray, isNotNull, sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { currentInstant } from "#db/demo-clock.ts";
import people from "#db/demo/people.json" with { type: "json" };
import { application } from "#db/schema/applications.ts";
import { person } from "#db/schema/people.ts";
import { leaveQueues } from "#tests/support/leave-queues.ts";
import { inPortal, tellEmulator } from "#tests/support/portal.ts";
import { tellRegisters } from "./registers.ts";

/**
 * Takes back what the families did in earlier journeys, so that a child can be registered again and the first entry is
 * a first one; every knob of the demo goes where it was. What the demo was filled with stays.
 */
export async function cleanSlate(): Promise<void> {
  await withdrawAll(inject("portalDatabaseUrl"));
  await forgetAccounts(inject("portalDatabaseUrl"));
  await tellEmulator({ reset: true });
  await tellRegisters({ all: "normal" });
}

const everybody = [...people.adults, ...people.children].map(({ iin }) => iin);
const ours = () =>
  db().select({ id: person.id }).from(person).where(inArray(person.iin, everybody));

/**
 * Applications withdrawn, drafts thrown away, contacts and counted attempts forgotten, in any portal's database. Whoever
 * is signed in stays so: between the rows of one journey too.
 */
export async function withdrawAll(databaseUrl: string): Promise<void> {
  await inPortal(async () => {
    const submitted = isNotNull(application.draftId);
    await leaveQueues(await currentInstant(), submitted);
    await db().update(application).set({ phone: null }).where(submitted);
    await db().execute(
      sql`update application_draft set discarded_at = now() where submitted_at is null and discarded_at is null`,
    );
    await db().execute(sql`delete from contact where person_id in ${ours()}`);
    await db().execute(sql`delete from rate_limit`);
  }, databaseUrl);
}

/** Passwords, known browsers, sessions and waiting codes, so that everybody comes in as if for the first time. */
async function forgetAccounts(databaseUrl: string): Promise<void> {
  await inPortal(async () => {
    for (const table of ["password", "known_device", "session"]) {
      await db().execute(sql`delete from ${sql.identifier(table)} where person_id in ${ours()}`);
    }
    await db().execute(sql`delete from one_time_code`);
  }, databaseUrl);
}

import { sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { inPortal } from "#tests/support/portal.ts";

/** Takes back what parents linked, confirmed and forgot in earlier journeys: the families as the demo begins. */
export async function unlinkAll(): Promise<void> {
  await inPortal(async () => {
    await db().execute(sql`delete from pending_contact`);
    await db().execute(sql`
      delete from legal_representation l using person adult
      where adult.id = l.adult_id and adult.iin in ('123456789011', '850303390009')`);
    await db().execute(sql`
      update application a set applicant_id = null from person adult
      where adult.id = a.applicant_id and adult.iin = '123456789011' and a.draft_id is null`);
  });
}

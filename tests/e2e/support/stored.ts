import { sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { inPortal } from "#tests/support/portal.ts";

/** What the database holds of one draft's registration: each number counts rows, and a whole registration has all. */
export type Stored = {
  readonly open: boolean;
  readonly data: Readonly<Record<string, unknown>>;
  readonly applications: number;
  readonly entries: number;
  readonly events: number;
  readonly evidence: number;
  readonly documents: number;
  readonly usedRequests: number;
};

/** Nothing of an application, and all of it. */
export const nothing = {
  open: true,
  applications: 0,
  entries: 0,
  events: 0,
  evidence: 0,
  documents: 0,
  usedRequests: 0,
} as const;
export const whole = {
  open: false,
  applications: 1,
  entries: 1,
  events: 1,
  evidence: 1,
  documents: 1,
  usedRequests: 1,
} as const;

/**
 * Looks a draft up.
 * @param databaseUrl of another portal than the one of the run
 */
export async function storedOf(draftId: string, databaseUrl?: string): Promise<Stored> {
  return await inPortal(async () => {
    const [row] = await db().execute<Stored>(sql`
      with mine as (select * from application where draft_id = ${draftId}::uuid)
      select
        draft.submitted_at is null as open,
        draft.data,
        (select count(*)::int from mine) as applications,
        (select count(*)::int from queue_entry e join mine on e.application_id = mine.id and e.waiting) as entries,
        (select count(*)::int from queue_event e join mine on e.application_id = mine.id where e.kind = 'registered') as events,
        (select count(*)::int from signature_evidence e join signing_request r on e.subject_id = r.id
          where r.draft_id = draft.id) as evidence,
        (select count(*)::int from issued_document d join mine on d.application_id = mine.id) as documents,
        (select count(*)::int from signing_request r where r.draft_id = draft.id and r.state = 'used') as "usedRequests"
      from application_draft draft where draft.id = ${draftId}::uuid`);
    if (!row) throw new Error("no such draft");
    return row;
  }, databaseUrl);
}

/** The draft that an address of the form names. */
export function draftIn(address: string): string {
  return new URL(address).searchParams.get("draft") ?? "";
}

/** How many notices of registration wait for their PDF. */
export async function noticesOwed(databaseUrl: string): Promise<number> {
  return await inPortal(async () => {
    const [row] = await db().execute<{ n: number }>(
      sql`select count(*)::int as n from issued_document where storage_key is null`,
    );
    return row?.n ?? 0;
  }, databaseUrl);
}

import { and, asc, eq, gt, gte, lte } from "drizzle-orm";
import type { Queryable } from "#db/client.ts";
import { application, queueEvent } from "#db/schema/applications.ts";
import type { LedgerLine } from "./replay.ts";

// A region's ledger is read in slices of applications, for it need not fit into the memory.

export type Slice = {
  readonly first: string;
  /** After which the next slice begins. */
  readonly last: string;
  readonly ids: readonly string[];
};

/** The next applications of a region by their ids, from the beginning after null; null where there are no more. */
export async function nextSlice(
  from: Queryable,
  regionId: number,
  after: string | null,
  size: number,
): Promise<Slice | null> {
  const rows = await from
    .select({ id: application.id })
    .from(application)
    .where(
      and(
        eq(application.regionId, regionId),
        after === null ? undefined : gt(application.id, after),
      ),
    )
    .orderBy(asc(application.id))
    .limit(size);
  const ids = rows.map(({ id }) => id);
  const [first, last] = [ids.at(0), ids.at(-1)];
  return first === undefined || last === undefined ? null : { first, last, ids };
}

/** The columns of a line of the ledger that replaying needs. */
export const ledgerLine = {
  seq: queueEvent.seq,
  applicationId: queueEvent.applicationId,
  kind: queueEvent.kind,
  at: queueEvent.at,
  data: queueEvent.data,
};

/** What the ledger tells of the applications between two ids, both included: each application's events in their order. */
export async function linesOfSlice(
  from: Queryable,
  regionId: number,
  { first, last }: Pick<Slice, "first" | "last">,
): Promise<LedgerLine[]> {
  return await from
    .select(ledgerLine)
    .from(queueEvent)
    .where(
      and(
        eq(queueEvent.regionId, regionId),
        gte(queueEvent.applicationId, first),
        lte(queueEvent.applicationId, last),
      ),
    )
    .orderBy(asc(queueEvent.applicationId), asc(queueEvent.seq));
}

import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { queueEntry } from "#db/schema/applications.ts";
import {
  afterChange,
  type EntryChange,
  type EntryState,
  registrationFacts,
} from "./entry-state.ts";
import { appendQueueEvents, type QueueEventKind, type QueueEventRecord } from "./ledger.ts";

type Deed = Pick<
  QueueEventRecord,
  "regionId" | "applicationId" | "at" | "actorRole" | "legalGround"
>;

export type Entering = Deed & { readonly entry: Omit<EntryState, "seq" | "waiting"> };

/** What happens to an entry that stands in a queue. */
export type EntryEvent = Deed & {
  readonly kind: Exclude<QueueEventKind, "registered">;
  /** Facts of the event itself, without personal data. */
  readonly data?: Readonly<Record<string, unknown>>;
  /** What becomes different besides waiting, which follows from the kind. */
  readonly change?: EntryChange;
};

/** The only door into a queue: writes the entries, in this order, and their registrations in the ledger. */
export async function enterQueue(tx: Tx, entering: readonly Entering[]): Promise<void> {
  if (entering.length === 0) return;
  const rows = await tx
    .insert(queueEntry)
    .values(
      entering.map(({ regionId, applicationId, entry }) => ({
        regionId,
        applicationId,
        ...entry,
        waiting: true,
      })),
    )
    .returning({ applicationId: queueEntry.applicationId, seq: queueEntry.seq });
  const seqs = new Map(rows.map(({ applicationId, seq }) => [applicationId, seq]));
  await appendQueueEvents(
    tx,
    entering.map(({ entry, ...deed }) => {
      const seq = seqs.get(deed.applicationId);
      if (seq === undefined) throw new Error("an entry was not written");
      const data = registrationFacts({ ...entry, seq, waiting: true });
      return { ...deed, kind: "registered", data };
    }),
  );
}

/** One event of one entry; see `changeEntries`. */
export async function changeEntry(tx: Tx, event: EntryEvent): Promise<EntryState> {
  const states = await changeEntries(tx, [event]);
  const after = states.get(keyOf(event));
  if (after === undefined) throw new Error("the entry was not changed");
  return after;
}

/**
 * The only door to the entries of a queue: changes the rows and tells each event in the ledger, with former and new
 * values, so that the rows always follow from the ledger. Rows are locked in the order of their keys and written by one
 * statement, so that two transactions that change many at once wait for each other and never for ever: whoever has
 * several entries to change gives them here together.
 * @returns the entries afterwards, by `region:application`
 * @throws Error when there is no such entry
 * @throws RangeError when an event of its kind changes no such thing
 */
export async function changeEntries(
  tx: Tx,
  events: readonly EntryEvent[],
): Promise<ReadonlyMap<string, EntryState>> {
  if (events.length === 0) return new Map();
  const before = await lockEntries(tx, events);
  const states = new Map(before);
  const records: QueueEventRecord[] = [];
  for (const { change = {}, data = {}, ...deed } of events) {
    const state = states.get(keyOf(deed));
    if (state === undefined) throw new Error("an event of an application that stands in no queue");
    const { after, facts } = afterChange(state, deed.kind, change);
    states.set(keyOf(deed), after);
    records.push({ ...deed, data: { ...data, ...facts } });
  }
  const changed = [...states].filter(([key, state]) => state !== before.get(key));
  const rows = changed.map(([key, { registeredAt, ...state }]) => {
    const [regionId, applicationId] = key.split(":");
    return { regionId, applicationId, ...state, registeredAt: registeredAt.toISOString() };
  });
  await tx.execute(sql`
    update queue_entry e
    set queue_type = n."queueType", district_kato = n."districtKato", cohort = n.cohort,
      class = n.class, registered_at = n."registeredAt", waiting = n.waiting
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n(
      "regionId" integer, "applicationId" uuid, "queueType" text, "districtKato" text,
      cohort integer, class text, "registeredAt" timestamptz, waiting boolean)
    where e.region_id = n."regionId" and e.application_id = n."applicationId"
      and (e.queue_type, e.district_kato, e.cohort, e.class, e.registered_at, e.waiting)
        is distinct from
        (n."queueType", n."districtKato", n.cohort, n.class, n."registeredAt", n.waiting)`);
  await appendQueueEvents(tx, records);
  return states;
}

type EntryKey = { readonly regionId: number; readonly applicationId: string };

const keyOf = ({ regionId, applicationId }: EntryKey): string => `${regionId}:${applicationId}`;

/** Locks entries until the transaction ends, in the order of their keys, and tells how they stand. */
export async function lockEntries(
  tx: Tx,
  entries: readonly EntryKey[],
): Promise<ReadonlyMap<string, EntryState>> {
  const found = new Map<string, EntryState>();
  const regions = new Set(entries.map((each) => each.regionId));
  for (const regionId of [...regions].toSorted((a, b) => a - b)) {
    const ids = entries.filter((each) => each.regionId === regionId);
    const rows = await tx
      .select()
      .from(queueEntry)
      .where(
        and(
          eq(queueEntry.regionId, regionId),
          inArray(queueEntry.applicationId, [...new Set(ids.map((each) => each.applicationId))]),
        ),
      )
      .orderBy(asc(queueEntry.applicationId))
      .for("update");
    for (const { applicationId, regionId: _, ...state } of rows) {
      found.set(keyOf({ regionId, applicationId }), state);
    }
  }
  return found;
}

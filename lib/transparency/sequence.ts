import type { KeyObject } from "node:crypto";
import { and, asc, desc, eq, gt, inArray, lte, sql } from "drizzle-orm";
import { db, transaction, type Tx } from "#db/client.ts";
import { application, queueEntry, queueEvent } from "#db/schema/applications.ts";
import { logCheckpoint, logLeaf, logNode } from "#db/schema/transparency.ts";
import { inTurn } from "#lib/platform/in-turn.ts";
import { log } from "#lib/platform/log.ts";
import { publicKeyOf, signHead } from "./checkpoint.ts";
import { leafOf, type EntryState } from "./derive-leaf.ts";
import { leafText, readLeaf } from "./leaf.ts";
import { settledSeq } from "./settled.ts";
import { logOrigin, logSigningKey } from "./signing-key.ts";
import { edgeOf } from "./tree-reads.ts";
import { grow, hashLeaf, joined } from "./tree.ts";

/** Leaves of one head. A head is signed for each portion. */
const portion = 1_000;

let warned = false;

/**
 * Brings every region's log up to the ledger: each event becomes one leaf, in the ledger's order, and a head is signed
 * over them. Any number of processes may do it at once; where one works, the others pass by.
 * @param now the instant of the heads
 * @returns how many leaves were added by this call
 * @throws the failure of a region, after the others were continued
 */
export async function sequenceLogs(now: Date): Promise<number> {
  const key = logSigningKey();
  if (key === null) {
    if (!warned) log.warn("There is no public log: LOG_SIGNING_KEY is not set");
    warned = true;
    return 0;
  }
  const behind = await regionsBehind();
  if (behind.length === 0) return 0;
  const settled = await settledSeq();
  if (settled === null) return 0;
  let added = 0;
  // A region whose ledger cannot be told must not stop the logs of all others.
  await inTurn(
    behind.map((region) => async () => {
      for (let more = portion; more === portion; added += more) {
        more = await transaction((tx) => sequencePortion(tx, { region, settled, key }, now));
      }
    }),
  );
  return added;
}

type Region = { readonly id: number; readonly slug: string };

async function regionsBehind(): Promise<Region[]> {
  return await db().execute<Region>(sql`
    select r.id, r.slug from region r
    where (select max(e.seq) from queue_event e where e.region_id = r.id)
      > coalesce((select max(l.event_seq) from log_leaf l where l.region_id = r.id), 0)
    order by r.id`);
}

type Work = { readonly region: Region; readonly settled: number; readonly key: KeyObject };

async function sequencePortion(tx: Tx, { region, settled, key }: Work, now: Date): Promise<number> {
  const [lock] = await tx.execute<{ got: boolean }>(
    sql`select pg_try_advisory_xact_lock(7501248, ${region.id}::integer) as got`,
  );
  if (!lock?.got) return 0;
  const regionId = region.id;
  const [last] = await tx
    .select({ index: logLeaf.leafIndex, seq: logLeaf.eventSeq })
    .from(logLeaf)
    .where(eq(logLeaf.regionId, regionId))
    .orderBy(desc(logLeaf.leafIndex))
    .limit(1);
  const size = last === undefined ? 0 : last.index + 1;
  const events = await eventsAfter(tx, regionId, last?.seq ?? 0, settled);
  if (events.length === 0) return 0;
  const states = await statesOf(tx, regionId, new Set(events.map((each) => each.applicationId)));
  const leaves = events.map((event, i) => {
    const { applicationId, entryCode, registeredAt, entry } = event;
    if (entry === null)
      throw new Error("the ledger tells of an application that stands in no queue");
    const known = { ...entry, registeredAt: registeredAt.toISOString() };
    const before = states.get(applicationId) ?? known;
    const leaf = leafOf(event, { region: region.slug, entryCode }, before);
    states.set(applicationId, leaf);
    const text = leafText(leaf);
    const hash = hashLeaf(Buffer.from(text));
    return { regionId, leafIndex: size + i, eventSeq: event.seq, applicationId, leaf: text, hash };
  });
  const edge = await edgeOf(tx, regionId, size);
  const hashes = leaves.map(({ hash }) => hash);
  const grown = grow(edge, size, hashes);
  await tx.insert(logLeaf).values(leaves);
  if (grown.nodes.length > 0) {
    await tx
      .insert(logNode)
      .values(
        grown.nodes.map(({ level, index, hash }) => ({ regionId, level, nodeIndex: index, hash })),
      );
  }
  await signNext(tx, { region, key, size: size + leaves.length, root: joined(grown.edge) }, now);
  return leaves.length;
}

async function eventsAfter(tx: Tx, regionId: number, after: number, settled: number) {
  return await tx
    .select({
      seq: queueEvent.seq,
      kind: queueEvent.kind,
      at: queueEvent.at,
      actorRole: queueEvent.actorRole,
      legalGround: queueEvent.legalGround,
      data: queueEvent.data,
      applicationId: queueEvent.applicationId,
      entryCode: application.entryCode,
      registeredAt: application.registeredAt,
      entry: { class: queueEntry.class, cohort: queueEntry.cohort, queue: queueEntry.queueType },
    })
    .from(queueEvent)
    .innerJoin(
      application,
      and(
        eq(application.regionId, queueEvent.regionId),
        eq(application.id, queueEvent.applicationId),
      ),
    )
    .leftJoin(
      queueEntry,
      and(
        eq(queueEntry.regionId, queueEvent.regionId),
        eq(queueEntry.applicationId, queueEvent.applicationId),
      ),
    )
    .where(
      and(
        eq(queueEvent.regionId, regionId),
        gt(queueEvent.seq, after),
        lte(queueEvent.seq, settled),
      ),
    )
    .orderBy(asc(queueEvent.seq))
    .limit(portion);
}

/** What the last leaf of each entry says. */
async function statesOf(
  tx: Tx,
  regionId: number,
  applications: ReadonlySet<string>,
): Promise<Map<string, EntryState>> {
  const rows = await tx
    .selectDistinctOn([logLeaf.applicationId], { id: logLeaf.applicationId, leaf: logLeaf.leaf })
    .from(logLeaf)
    .where(and(eq(logLeaf.regionId, regionId), inArray(logLeaf.applicationId, [...applications])))
    .orderBy(logLeaf.applicationId, desc(logLeaf.leafIndex));
  const states = new Map<string, EntryState>();
  for (const { id, leaf } of rows) {
    const state = readLeaf(leaf);
    if (state !== null) states.set(id, state);
  }
  return states;
}

async function signNext(
  tx: Tx,
  made: {
    readonly region: Region;
    readonly key: KeyObject;
    readonly size: number;
    readonly root: Uint8Array;
  },
  now: Date,
): Promise<void> {
  const { region, key, size, root } = made;
  const [before] = await tx
    .select({ origin: logCheckpoint.origin, signedAt: logCheckpoint.signedAt })
    .from(logCheckpoint)
    .where(eq(logCheckpoint.regionId, region.id))
    .orderBy(desc(logCheckpoint.size))
    .limit(1);
  const origin = before?.origin ?? logOrigin(region.slug);
  // A clock that was put back must not make heads that seem to come before their own past.
  const signedAt = before !== undefined && before.signedAt > now ? before.signedAt : now;
  const note = signHead({ origin, size, root, signedAt }, key);
  const publicKey = publicKeyOf(key);
  await tx
    .insert(logCheckpoint)
    .values({ regionId: region.id, size, origin, root, note, publicKey, signedAt });
}

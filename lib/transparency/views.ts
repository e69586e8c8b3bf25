import { and, asc, desc, eq, gt, gte, lt, lte } from "drizzle-orm";
import { db, type Queryable } from "#db/client.ts";
import { logCheckpoint, logLeaf } from "#db/schema/transparency.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import { base64Of } from "./base64.ts";
import type { PublicKey } from "./checkpoint.ts";
import { exportLine } from "./export-audit.ts";
import { consistencyRanges, inclusionRanges } from "./proof.ts";
import { receiptText } from "./receipt.ts";
import { hashesOf } from "./tree-reads.ts";
import type { Hash } from "./tree.ts";

/** A head as it was published. Everything in this file is public. */
export type PublishedHead = {
  readonly size: number;
  readonly root: Hash;
  readonly note: string;
  readonly publicKey: PublicKey;
  readonly signedAt: Date;
  readonly origin: string;
};

const headColumns = {
  size: logCheckpoint.size,
  root: logCheckpoint.root,
  note: logCheckpoint.note,
  publicKey: logCheckpoint.publicKey,
  signedAt: logCheckpoint.signedAt,
  origin: logCheckpoint.origin,
} as const;

/** The newest head of a region's log, or null while it has none. */
export async function latestHead(
  regionId: number,
  from: Queryable = db(),
): Promise<PublishedHead | null> {
  const [row] = await from
    .select(headColumns)
    .from(logCheckpoint)
    .where(eq(logCheckpoint.regionId, regionId))
    .orderBy(desc(logCheckpoint.size))
    .limit(1);
  return row ?? null;
}

/** Heads of a size from `from` on, the smallest first. */
export async function headsFrom(
  regionId: number,
  from: number,
  limit: number,
): Promise<PublishedHead[]> {
  return await db()
    .select(headColumns)
    .from(logCheckpoint)
    .where(and(eq(logCheckpoint.regionId, regionId), gte(logCheckpoint.size, from)))
    .orderBy(asc(logCheckpoint.size))
    .limit(limit);
}

/** The leaves from `start` to before `end`, as texts. */
export async function leavesBetween(
  regionId: number,
  start: number,
  end: number,
): Promise<string[]> {
  const rows = await db()
    .select({ leaf: logLeaf.leaf })
    .from(logLeaf)
    .where(
      and(
        eq(logLeaf.regionId, regionId),
        gte(logLeaf.leafIndex, start),
        lt(logLeaf.leafIndex, end),
      ),
    )
    .orderBy(asc(logLeaf.leafIndex));
  return rows.map(({ leaf }) => leaf);
}

/** Which leaf has this hash, or null. */
export async function leafIndexOf(regionId: number, hash: Hash): Promise<number | null> {
  const [row] = await db()
    .select({ index: logLeaf.leafIndex })
    .from(logLeaf)
    .where(and(eq(logLeaf.regionId, regionId), eq(logLeaf.hash, hash)))
    .limit(1);
  return row?.index ?? null;
}

/** RFC 9162 §2.1.3.1 in the tree of the first `size` leaves. */
export async function inclusionPath(
  regionId: number,
  leafIndex: number,
  size: number,
): Promise<Result<Hash[], "beyond-log" | "index-outside">> {
  const head = await latestHead(regionId);
  if (head === null || size > head.size) return fail("beyond-log");
  if (leafIndex >= size) return fail("index-outside");
  return ok(await hashesOf(db(), regionId, inclusionRanges(leafIndex, size)));
}

/** RFC 9162 §2.1.4.1; 0 < first ≤ second. Between equal sizes it is empty: who watches the log asks so while nothing comes. */
export async function consistencyPath(
  regionId: number,
  first: number,
  second: number,
): Promise<Result<Hash[], "beyond-log" | "sizes">> {
  if (first < 1 || first > second) return fail("sizes");
  const head = await latestHead(regionId);
  if (head === null || second > head.size) return fail("beyond-log");
  return ok(await hashesOf(db(), regionId, consistencyRanges(first, second)));
}

/**
 * The receipt of an application's registration under the newest head; null until its event stands in the log, a second
 * or two after it. The caller has authorized the application.
 */
export async function receiptFor(regionId: number, applicationId: string): Promise<string | null> {
  const [row] = await db()
    .select({ leaf: logLeaf.leaf, leafIndex: logLeaf.leafIndex })
    .from(logLeaf)
    .where(and(eq(logLeaf.regionId, regionId), eq(logLeaf.applicationId, applicationId)))
    .orderBy(asc(logLeaf.leafIndex))
    .limit(1);
  const head = row === undefined ? null : await latestHead(regionId);
  if (row === undefined || head === null) return null;
  const path = await hashesOf(db(), regionId, inclusionRanges(row.leafIndex, head.size));
  const { size: treeSize, note, publicKey } = head;
  return receiptText({ ...row, treeSize, path, note, publicKey });
}

export type SealedLine = {
  /** From 0. */
  readonly leafIndex: number;
  /** Of the first head over it. */
  readonly sealedAt: Date;
};

/** Where the registration of an application stands in the log; null until it does. */
export async function sealedLineOf(
  regionId: number,
  applicationId: string,
): Promise<SealedLine | null> {
  const [row] = await db()
    .select({ leafIndex: logLeaf.leafIndex, sealedAt: logCheckpoint.signedAt })
    .from(logLeaf)
    .innerJoin(
      logCheckpoint,
      and(eq(logCheckpoint.regionId, logLeaf.regionId), gt(logCheckpoint.size, logLeaf.leafIndex)),
    )
    .where(and(eq(logLeaf.regionId, regionId), eq(logLeaf.applicationId, applicationId)))
    .orderBy(asc(logLeaf.leafIndex), asc(logCheckpoint.size))
    .limit(1);
  return row ?? null;
}

/** The keys that have signed heads of this log, the first one first. */
export async function logKeys(regionId: number): Promise<PublicKey[]> {
  const rows = await db()
    .selectDistinctOn([logCheckpoint.publicKey], {
      publicKey: logCheckpoint.publicKey,
      size: logCheckpoint.size,
    })
    .from(logCheckpoint)
    .where(eq(logCheckpoint.regionId, regionId))
    .orderBy(logCheckpoint.publicKey, asc(logCheckpoint.size));
  return rows.toSorted((a, b) => a.size - b.size).map(({ publicKey }) => publicKey);
}

const exportPortion = 2_000;

/** A whole log as it stood at its newest head, as lines that `kezek log audit` reads. Nothing while it has no head. */
export async function* exportLog(region: {
  readonly id: number;
  readonly slug: string;
}): AsyncGenerator<string> {
  const head = await latestHead(region.id);
  if (head === null) return;
  const publicKeys = (await logKeys(region.id)).map(base64Of);
  yield exportLine({ kind: "log", v: 1, region: region.slug, origin: head.origin, publicKeys });
  for (let start = 0; start < head.size; start += exportPortion) {
    const end = Math.min(start + exportPortion, head.size);
    const leaves = await leavesBetween(region.id, start, end);
    for (const [i, leaf] of leaves.entries())
      yield exportLine({ kind: "leaf", idx: start + i, leaf });
  }
  for (let from = 1; from <= head.size;) {
    const heads = await db()
      .select({ size: logCheckpoint.size, note: logCheckpoint.note })
      .from(logCheckpoint)
      .where(
        and(
          eq(logCheckpoint.regionId, region.id),
          gte(logCheckpoint.size, from),
          lte(logCheckpoint.size, head.size),
        ),
      )
      .orderBy(asc(logCheckpoint.size))
      .limit(exportPortion);
    for (const { note } of heads) yield exportLine({ kind: "checkpoint", note });
    from = (heads.at(-1)?.size ?? head.size) + 1;
  }
}

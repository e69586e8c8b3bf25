import { and, asc, eq, gte, lt } from "drizzle-orm";
import { db } from "#db/client.ts";
import { logLeaf, logNode } from "#db/schema/transparency.ts";
import { latestHead, leavesBetween } from "./views.ts";

/*
 * The log as tiles of 256 hashes and bundles of 256 leaves (c2sp.org/tlog-tiles): what mirrors and monitors of other
 * logs fetch. A tile is made of rows that never change, so it may be kept for ever wherever it passes.
 */

const width = 256;

export type TileAddress = {
  /** Tiles of level L hold the nodes of level 8L; `entries` the leaves themselves. */
  readonly level: number | "entries";
  readonly index: number;
  /** 1 to 256: fewer than 256 at the right edge. */
  readonly width: number;
};

/** The address in the path after `tile/`: `0/x001/234`, `1/000.p/17`, `entries/000`. Null for any other writing of it. */
export function readTilePath(parts: readonly string[]): TileAddress | null {
  const [first = "", ...rest] = parts;
  const last = rest.at(-1) ?? "";
  const partial = /\.p$/.test(rest.at(-2) ?? "") && /^[1-9]\d{0,2}$/.test(last);
  const given = partial ? Number(last) : width;
  const names = (partial ? rest.slice(0, -1) : rest).map((name, i, all) =>
    partial && i === all.length - 1 ? name.slice(0, -2) : name,
  );
  const level =
    first === "entries" ? first : /^(0|[1-9]|[1-5]\d|6[0-3])$/.test(first) ? Number(first) : null;
  if (level === null || names.length === 0 || names.length > 5) return null;
  if (partial && given >= width) return null;
  const sound = names.every((name, i) =>
    (i < names.length - 1 ? /^x\d{3}$/ : /^\d{3}$/).test(name),
  );
  const index = Number(names.map((name) => name.slice(-3)).join(""));
  // Leading groups of zeroes would be a second name for the same tile.
  const shortest = names.length === 1 || names[0] !== "x000";
  return sound && shortest && Number.isSafeInteger(index) ? { level, index, width: given } : null;
}

/** The bytes of a tile, or null while the signed log does not fill it that far. */
export async function tileBytes(
  regionId: number,
  tile: TileAddress,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const head = await latestHead(regionId);
  const level = tile.level === "entries" ? 0 : tile.level * 8;
  const start = tile.index * width;
  const end = start + tile.width;
  if (head === null || end * 2 ** level > head.size) return null;
  if (tile.level === "entries") return bundle(await leavesBetween(regionId, start, end));
  const hashes =
    level === 0 ? await leafHashes(regionId, start, end) : await nodes(regionId, level, start, end);
  return new Uint8Array(Buffer.concat(hashes));
}

/** Each leaf after its length in two bytes. */
function bundle(leaves: readonly string[]): Uint8Array<ArrayBuffer> {
  const parts = leaves.flatMap((leaf) => {
    const bytes = Buffer.from(leaf);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(bytes.length);
    return [length, bytes];
  });
  return new Uint8Array(Buffer.concat(parts));
}

async function leafHashes(regionId: number, start: number, end: number) {
  const rows = await db()
    .select({ hash: logLeaf.hash })
    .from(logLeaf)
    .where(
      and(
        eq(logLeaf.regionId, regionId),
        gte(logLeaf.leafIndex, start),
        lt(logLeaf.leafIndex, end),
      ),
    )
    .orderBy(asc(logLeaf.leafIndex));
  return rows.map(({ hash }) => hash);
}

async function nodes(regionId: number, level: number, start: number, end: number) {
  const rows = await db()
    .select({ hash: logNode.hash })
    .from(logNode)
    .where(
      and(
        eq(logNode.regionId, regionId),
        eq(logNode.level, level),
        gte(logNode.nodeIndex, start),
        lt(logNode.nodeIndex, end),
      ),
    )
    .orderBy(asc(logNode.nodeIndex));
  return rows.map(({ hash }) => hash);
}

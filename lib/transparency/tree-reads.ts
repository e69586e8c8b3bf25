import { and, eq, inArray, sql } from "drizzle-orm";
import type { Queryable } from "#db/client.ts";
import { logLeaf, logNode } from "#db/schema/transparency.ts";
import { joined, nodesOf, type Hash, type NodeAddress, type Range } from "./tree.ts";

/**
 * The hashes of parts of a region's tree: two questions, each for about as many rows as the tree is high.
 * @throws when a part reaches beyond the log
 */
export async function hashesOf(
  from: Queryable,
  regionId: number,
  ranges: readonly Range[],
): Promise<Hash[]> {
  const wanted = ranges.map(nodesOf);
  const known = await nodeHashes(from, regionId, wanted.flat());
  return wanted.map((nodes) => joined(nodes.map((node) => found(known, node))));
}

/** The hashes of `nodesOf` for the whole tree, from which it grows on. */
export async function edgeOf(from: Queryable, regionId: number, size: number): Promise<Hash[]> {
  const nodes = nodesOf({ start: 0, end: size });
  const known = await nodeHashes(from, regionId, nodes);
  return nodes.map((node) => found(known, node));
}

const keyOf = ({ level, index }: NodeAddress) => `${level} ${index}`;

async function nodeHashes(
  from: Queryable,
  regionId: number,
  nodes: readonly NodeAddress[],
): Promise<Map<string, Hash>> {
  const known = new Map<string, Hash>();
  const leaves = nodes.filter(({ level }) => level === 0).map(({ index }) => index);
  const above = nodes.filter(({ level }) => level > 0);
  if (leaves.length > 0) {
    const rows = await from
      .select({ index: logLeaf.leafIndex, hash: logLeaf.hash })
      .from(logLeaf)
      .where(and(eq(logLeaf.regionId, regionId), inArray(logLeaf.leafIndex, leaves)));
    for (const { index, hash } of rows) known.set(keyOf({ level: 0, index }), hash);
  }
  if (above.length > 0) {
    // One parameter whatever the number of nodes, so that one kept statement serves all.
    const list = sql`(select each.level, each.index
      from jsonb_to_recordset(${JSON.stringify(above)}::jsonb) as each(level smallint, index bigint))`;
    const rows = await from
      .select({ level: logNode.level, index: logNode.nodeIndex, hash: logNode.hash })
      .from(logNode)
      .where(
        and(
          eq(logNode.regionId, regionId),
          sql`(${logNode.level}, ${logNode.nodeIndex}) in ${list}`,
        ),
      );
    for (const { level, index, hash } of rows) known.set(keyOf({ level, index }), hash);
  }
  return known;
}

function found(known: ReadonlyMap<string, Hash>, node: NodeAddress): Hash {
  const hash = known.get(keyOf(node));
  if (hash === undefined) throw new RangeError(`the log has no node ${keyOf(node)}`);
  return hash;
}

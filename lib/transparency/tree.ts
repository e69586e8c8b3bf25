import { createHash } from "node:crypto";

/*
 * The Merkle tree of RFC 9162 §2.1.1 over SHA-256. A complete subtree of 2^level leaves, counted from the left, is a
 * node `(level, index)`; every other part of the tree is made of such nodes, so what is kept of a log are they alone.
 */

/** 32 bytes. */
export type Hash = Uint8Array;
export const hashBytes = 32;

export type NodeAddress = { readonly level: number; readonly index: number };
export type TreeNode = NodeAddress & { readonly hash: Hash };
/** The leaves from `start` to before `end`. */
export type Range = { readonly start: number; readonly end: number };

/** §2.1.1: HASH(0x00 || d). The prefixes keep a leaf from being shown as a node and the other way round. */
export function hashLeaf(data: Uint8Array): Hash {
  return createHash("sha256").update(leafPrefix).update(data).digest();
}

/** §2.1.1: HASH(0x01 || left || right). */
export function hashChildren(left: Hash, right: Hash): Hash {
  return createHash("sha256").update(nodePrefix).update(left).update(right).digest();
}

const leafPrefix = Uint8Array.of(0);
const nodePrefix = Uint8Array.of(1);

/** §2.1.1: the root of no leaves is HASH(). */
export function emptyRoot(): Hash {
  return createHash("sha256").digest();
}

/** The largest power of two that is smaller than `n`; `n` from 2. */
export function splitOf(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/** The complete subtrees that a range of a tree is made of, the largest first. `start` is where such a one may begin. */
export function nodesOf({ start, end }: Range): NodeAddress[] {
  const nodes: NodeAddress[] = [];
  for (let from = start; from < end;) {
    let level = 0;
    while (from + 2 ** (level + 1) <= end && from % 2 ** (level + 1) === 0) level += 1;
    nodes.push({ level, index: from / 2 ** level });
    from += 2 ** level;
  }
  return nodes;
}

/** The hash of the subtrees that `nodesOf` names, in its order: the smaller ones on the right are joined first. */
export function joined(hashes: readonly Hash[]): Hash {
  const right = hashes.at(-1);
  if (right === undefined) return emptyRoot();
  return hashes.slice(0, -1).reduceRight<Hash>((sum, left) => hashChildren(left, sum), right);
}

/**
 * Appends leaves to a tree of which only its right edge is known: `edge` are the hashes of `nodesOf` for the whole tree.
 * @returns the new edge, and every complete subtree above the leaves that came into being.
 */
export function grow(
  edge: readonly Hash[],
  size: number,
  leaves: readonly Hash[],
): { readonly edge: Hash[]; readonly nodes: TreeNode[] } {
  const grown = [...edge];
  const nodes: TreeNode[] = [];
  let count = size;
  for (const leaf of leaves) {
    let hash = leaf;
    for (let level = 0; Math.floor(count / 2 ** level) % 2 === 1; level += 1) {
      const left = grown.pop();
      if (left === undefined)
        throw new RangeError("the edge does not belong to a tree of this size");
      hash = hashChildren(left, hash);
      nodes.push({ level: level + 1, index: Math.floor(count / 2 ** (level + 1)), hash });
    }
    grown.push(hash);
    count += 1;
  }
  return { edge: grown, nodes };
}

export function sameHash(a: Hash, b: Hash): boolean {
  return Buffer.compare(a, b) === 0;
}

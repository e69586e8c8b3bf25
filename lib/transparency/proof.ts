import { hashBytes, hashChildren, sameHash, splitOf, type Hash, type Range } from "./tree.ts";

/*
 * Proofs of RFC 9162 §2.1.3 and §2.1.4: which subtrees a proof consists of, and the two algorithms of verification,
 * step by step. What the paragraphs do not allow is refused.
 */

export type ProofCode =
  | "ok"
  /** A size or an index is no whole number from 0. */
  | "number"
  | "index-outside"
  | "hash-length"
  /** Neither 0 < first < second nor first = second. */
  | "sizes"
  | "empty-proof"
  /** More or fewer hashes than a proof between these numbers has. */
  | "proof-length"
  | "root";

/** PATH(index, D_size) of §2.1.3.1 as ranges of leaves, the one nearest to the leaf first. */
export function inclusionRanges(index: number, size: number): Range[] {
  return pathWithin(index, { start: 0, end: size });
}

function pathWithin(index: number, { start, end }: Range): Range[] {
  if (end - start <= 1) return [];
  const middle = start + splitOf(end - start);
  const [left, right] = [
    { start, end: middle },
    { start: middle, end },
  ] as const;
  return index < middle ? [...pathWithin(index, left), right] : [...pathWithin(index, right), left];
}

/** PROOF(first, D_second) of §2.1.4.1 as ranges of leaves; 0 < first ≤ second. */
export function consistencyRanges(first: number, second: number): Range[] {
  return subProof(first, { start: 0, end: second }, true);
}

function subProof(first: number, { start, end }: Range, whole: boolean): Range[] {
  if (first === end) return whole ? [] : [{ start, end }];
  const middle = start + splitOf(end - start);
  const [left, right] = [
    { start, end: middle },
    { start: middle, end },
  ] as const;
  return first <= middle
    ? [...subProof(first, left, whole), right]
    : [...subProof(first, right, false), left];
}

export type InclusionProof = {
  readonly leafIndex: number;
  readonly treeSize: number;
  readonly leafHash: Hash;
  readonly root: Hash;
  readonly path: readonly Hash[];
};

/** §2.1.3.2. */
export function verifyInclusion(given: InclusionProof): ProofCode {
  const { leafIndex, treeSize, leafHash, root, path } = given;
  if (!isCount(leafIndex) || !isCount(treeSize)) return "number";
  if (leafIndex >= treeSize) return "index-outside";
  if (![leafHash, root, ...path].every(isHash)) return "hash-length";
  let fn = BigInt(leafIndex);
  let sn = BigInt(treeSize) - 1n;
  let r = leafHash;
  for (const p of path) {
    if (sn === 0n) return "proof-length";
    if (isOdd(fn) || fn === sn) {
      r = hashChildren(p, r);
      while (!isOdd(fn) && fn !== 0n) [fn, sn] = [fn >> 1n, sn >> 1n];
    } else {
      r = hashChildren(r, p);
    }
    [fn, sn] = [fn >> 1n, sn >> 1n];
  }
  if (sn !== 0n) return "proof-length";
  return sameHash(r, root) ? "ok" : "root";
}

export type ConsistencyProof = {
  readonly first: number;
  readonly second: number;
  readonly firstRoot: Hash;
  readonly secondRoot: Hash;
  readonly path: readonly Hash[];
};

/**
 * §2.1.4.2. Between equal sizes §2.1.4.1 gives the empty proof and nothing is left to compute: the roots must be the
 * same bytes, whatever they are, as the public vectors of other implementations have it.
 */
export function verifyConsistency(given: ConsistencyProof): ProofCode {
  const { first, second, firstRoot, secondRoot, path } = given;
  if (!isCount(first) || !isCount(second)) return "number";
  if (first === second) return betweenEqualSizes(given);
  if (first === 0 || first > second) return "sizes";
  if (path.length === 0) return "empty-proof";
  if (![firstRoot, secondRoot, ...path].every(isHash)) return "hash-length";
  let fn = BigInt(first) - 1n;
  let sn = BigInt(second) - 1n;
  // A complete first tree is itself the first subtree, and the proof leaves it out.
  const [seed, ...rest] = isPowerOfTwo(BigInt(first)) ? [firstRoot, ...path] : path;
  if (seed === undefined) return "empty-proof";
  while (isOdd(fn)) [fn, sn] = [fn >> 1n, sn >> 1n];
  let fr = seed;
  let sr = seed;
  for (const c of rest) {
    if (sn === 0n) return "proof-length";
    if (isOdd(fn) || fn === sn) {
      fr = hashChildren(c, fr);
      sr = hashChildren(c, sr);
      while (!isOdd(fn) && fn !== 0n) [fn, sn] = [fn >> 1n, sn >> 1n];
    } else {
      sr = hashChildren(sr, c);
    }
    [fn, sn] = [fn >> 1n, sn >> 1n];
  }
  if (sn !== 0n) return "proof-length";
  return sameHash(fr, firstRoot) && sameHash(sr, secondRoot) ? "ok" : "root";
}

function betweenEqualSizes({ firstRoot, secondRoot, path }: ConsistencyProof): ProofCode {
  if (path.length > 0) return "proof-length";
  return Buffer.compare(firstRoot, secondRoot) === 0 ? "ok" : "root";
}

function isCount(n: number): boolean {
  return Number.isSafeInteger(n) && n >= 0 && !Object.is(n, -0);
}

function isHash(bytes: Uint8Array): boolean {
  return bytes.length === hashBytes;
}

function isOdd(n: bigint): boolean {
  return (n & 1n) === 1n;
}

function isPowerOfTwo(n: bigint): boolean {
  return (n & (n - 1n)) === 0n;
}

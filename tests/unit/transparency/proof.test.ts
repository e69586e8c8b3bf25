import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  consistencyRanges,
  inclusionRanges,
  verifyConsistency,
  verifyInclusion,
} from "#lib/transparency/proof.ts";
import {
  emptyRoot,
  grow,
  hashChildren,
  hashLeaf,
  joined,
  nodesOf,
  type Hash,
  type Range,
} from "#lib/transparency/tree.ts";
import { naivePath, naiveProof, naiveRoot } from "./naive-tree.ts";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const leavesOf = (n: number) =>
  Array.from({ length: n }, (_, i) => new TextEncoder().encode(`leaf ${i}`));

/** All complete subtrees, as the log keeps them. */
function treeOf(leaves: readonly Uint8Array[]) {
  const hashes = leaves.map(hashLeaf);
  const { edge, nodes } = grow([], 0, hashes);
  const kept = new Map<string, Hash>(
    nodes.map((node) => [`${node.level} ${node.index}`, node.hash]),
  );
  for (const [index, hash] of hashes.entries()) kept.set(`0 ${index}`, hash);
  const hashOf = (range: Range) =>
    joined(
      nodesOf(range).map(({ level, index }) => {
        const hash = kept.get(`${level} ${index}`);
        if (hash === undefined) throw new Error(`no node ${level} ${index}`);
        return hash;
      }),
    );
  return { hashes, edge, hashOf };
}

// The eight entries and the roots that implementations of Certificate Transparency share.
const known = [
  "",
  "00",
  "10",
  "2021",
  "3031",
  "40414243",
  "5051525354555657",
  "606162636465666768696a6b6c6d6e6f",
];
const knownRoots = [
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];
const knownLeaves = known.map((text) => Buffer.from(text, "hex"));

describe("known answers", () => {
  test("the empty tree and the prefixes", () => {
    expect(hex(emptyRoot())).toBe(
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    );
    expect(hex(hashLeaf(new Uint8Array()))).toBe(knownRoots[0]);
    expect(hex(hashLeaf(Buffer.from("L123456")))).toBe(
      "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56",
    );
    expect(hex(hashChildren(Buffer.from("N123"), Buffer.from("N456")))).toBe(
      "aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb",
    );
  });

  test.each(knownRoots.map((root, i) => [i + 1, root] as const))("the root of %d", (n, root) => {
    expect(hex(joined(treeOf(knownLeaves.slice(0, n)).edge))).toBe(root);
  });

  test("the proofs of RFC 9162 §2.1.5: seven leaves", () => {
    const ranges = (list: readonly Range[]) => list.map(({ start, end }) => [start, end]);
    // d0: [b, h, l] · d3: [c, g, l] · d4: [f, j, k] · d6: [i, k]
    expect(ranges(inclusionRanges(0, 7))).toEqual([
      [1, 2],
      [2, 4],
      [4, 7],
    ]);
    expect(ranges(inclusionRanges(3, 7))).toEqual([
      [2, 3],
      [0, 2],
      [4, 7],
    ]);
    expect(ranges(inclusionRanges(4, 7))).toEqual([
      [5, 6],
      [6, 7],
      [0, 4],
    ]);
    expect(ranges(inclusionRanges(6, 7))).toEqual([
      [4, 6],
      [0, 4],
    ]);
    // hash0 of 3: [c, d, g, l] · hash1 of 4: [l] · hash2 of 6: [i, j, k]
    expect(ranges(consistencyRanges(3, 7))).toEqual([
      [2, 3],
      [3, 4],
      [0, 2],
      [4, 7],
    ]);
    expect(ranges(consistencyRanges(4, 7))).toEqual([[4, 7]]);
    expect(ranges(consistencyRanges(6, 7))).toEqual([
      [4, 6],
      [6, 7],
      [0, 4],
    ]);
  });
});

const sized = fc.integer({ min: 1, max: 70 });

describe("against the definitions", () => {
  test("roots, in whatever portions the tree grew", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 12 }), (portions) => {
        const leaves = leavesOf(portions.reduce((sum, n) => sum + n, 0));
        let edge: Hash[] = [];
        let size = 0;
        for (const n of portions) {
          edge = grow(edge, size, leaves.slice(size, size + n).map(hashLeaf)).edge;
          size += n;
        }
        expect(hex(joined(edge))).toBe(hex(naiveRoot(leaves)));
        expect(edge).toHaveLength(nodesOf({ start: 0, end: size }).length);
      }),
    );
  });

  test("inclusion: the path, and its verification, of every leaf and of no other", () => {
    fc.assert(
      fc.property(sized, fc.nat(), fc.nat(), (n, i, j) => {
        const leaves = leavesOf(n);
        const { hashes, hashOf } = treeOf(leaves);
        const leafIndex = i % n;
        const path = inclusionRanges(leafIndex, n).map(hashOf);
        expect(path.map(hex)).toEqual(naivePath(leafIndex, leaves).map(hex));
        const leafHash = hashes[leafIndex] ?? emptyRoot();
        const proof = { leafIndex, treeSize: n, leafHash, root: naiveRoot(leaves), path };
        expect(verifyInclusion(proof)).toBe("ok");
        const other = (leafIndex + 1 + (j % Math.max(1, n - 1))) % n;
        const wrong = hashLeaf(new TextEncoder().encode("another leaf"));
        expect(verifyInclusion({ ...proof, leafHash: wrong })).toBe("root");
        // The only leaf of a tree has no neighbour to be taken for.
        expect(verifyInclusion({ ...proof, leafIndex: other }) === "ok").toBe(n === 1);
      }),
    );
  });

  test("consistency: the path, and its verification", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 70 }), fc.nat(), (second, i) => {
        const first = 1 + (i % (second - 1));
        const leaves = leavesOf(second);
        const path = consistencyRanges(first, second).map(treeOf(leaves).hashOf);
        expect(path.map(hex)).toEqual(naiveProof(first, leaves).map(hex));
        const firstRoot = naiveRoot(leaves.slice(0, first));
        const secondRoot = naiveRoot(leaves);
        expect(verifyConsistency({ first, second, firstRoot, secondRoot, path })).toBe("ok");
        expect(verifyConsistency({ first, second, firstRoot: secondRoot, secondRoot, path })).toBe(
          "root",
        );
        expect(verifyConsistency({ first, second, firstRoot, secondRoot: firstRoot, path })).toBe(
          "root",
        );
      }),
    );
  });
});

describe("what the RFC does not allow", () => {
  const leaves = leavesOf(7);
  const { hashes, hashOf } = treeOf(leaves);
  const zero = emptyRoot();
  const inclusion = {
    leafIndex: 3,
    treeSize: 7,
    leafHash: hashes[3] ?? zero,
    root: naiveRoot(leaves),
    path: inclusionRanges(3, 7).map(hashOf),
  };
  const consistency = {
    first: 3,
    second: 7,
    firstRoot: naiveRoot(leaves.slice(0, 3)),
    secondRoot: inclusion.root,
    path: consistencyRanges(3, 7).map(hashOf),
  };
  const short = Buffer.alloc(31);

  test.each([
    ["an index as large as the tree", { leafIndex: 7 }, "index-outside"],
    ["an empty tree", { leafIndex: 0, treeSize: 0, path: [] }, "index-outside"],
    ["half a number", { leafIndex: 2.5 }, "number"],
    ["a number below zero", { leafIndex: -1 }, "number"],
    ["a number that JavaScript cannot hold", { treeSize: 2 ** 60 }, "number"],
    ["a short leaf hash", { leafHash: short }, "hash-length"],
    ["a short root", { root: short }, "hash-length"],
    ["a short hash on the way", { path: [short, ...inclusion.path.slice(1)] }, "hash-length"],
    ["a hash too many", { path: [...inclusion.path, zero] }, "proof-length"],
    ["a hash too few", { path: inclusion.path.slice(0, -1) }, "proof-length"],
    ["none", { path: [] }, "proof-length"],
    ["a larger tree", { treeSize: 9 }, "proof-length"],
    ["a neighbour", { leafIndex: 2 }, "root"],
  ])("inclusion with %s", (_, change, code) => {
    expect(verifyInclusion({ ...inclusion, ...change })).toBe(code);
  });

  // The same tree at the same size: §2.1.4.1 leaves the proof empty, and public vectors hold nothing of the root but itself.
  test.each([
    ["a tree", { first: 7, firstRoot: inclusion.root, path: [] }],
    ["nothing", { first: 0, second: 0, firstRoot: short, secondRoot: short, path: [] }],
  ])("equal sizes are consistent by the same root: %s", (_, change) => {
    expect(verifyConsistency({ ...consistency, ...change })).toBe("ok");
  });

  test.each([
    ["equal sizes and other roots", { first: 7, firstRoot: zero, path: [] }, "root"],
    ["equal sizes and hashes", { first: 7, firstRoot: inclusion.root }, "proof-length"],
    ["nothing before", { first: 0, firstRoot: zero, path: [] }, "sizes"],
    ["nothing before and hashes", { first: 0, firstRoot: zero }, "sizes"],
    ["a shrunken tree", { first: 8 }, "sizes"],
    ["no hashes", { path: [] }, "empty-proof"],
    ["no hashes from a complete tree", { first: 4, path: [] }, "empty-proof"],
    ["half a number", { first: 2.5 }, "number"],
    ["a short root", { firstRoot: short }, "hash-length"],
    ["a hash too many", { path: [...consistency.path, zero] }, "proof-length"],
    ["a hash too few", { path: consistency.path.slice(0, -1) }, "proof-length"],
    [
      "swapped roots",
      { firstRoot: consistency.secondRoot, secondRoot: consistency.firstRoot },
      "root",
    ],
  ])("consistency with %s", (_, change, code) => {
    expect(verifyConsistency({ ...consistency, ...change })).toBe(code);
  });
});

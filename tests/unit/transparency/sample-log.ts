import { generateKeyPairSync } from "node:crypto";
import { publicKeyOf, signHead } from "#lib/transparency/checkpoint.ts";
import { exportLine } from "#lib/transparency/export-audit.ts";
import { base64Of } from "#lib/transparency/base64.ts";
import { leafText, type Leaf } from "#lib/transparency/leaf.ts";
import { inclusionRanges } from "#lib/transparency/proof.ts";
import { receiptText } from "#lib/transparency/receipt.ts";
import { naivePath, naiveRoot } from "./naive-tree.ts";

export const logKey = generateKeyPairSync("ed25519").privateKey;
export const otherKey = generateKeyPairSync("ed25519").privateKey;
export const origin = "kezek.example/api/v1/oral/log";

export function sampleLeaf(index: number, change: Partial<Leaf> = {}): Leaf {
  return {
    at: new Date(Date.UTC(2026, 0, 1, 5, index)).toISOString(),
    by: "parent",
    class: "ordinary",
    cohort: 2023,
    entry: `CD${1000 + index}KP`,
    event: "registered",
    ground: "registration",
    queue: "general",
    region: "oral",
    registeredAt: "2026-01-01T05:00:00.000Z",
    seq: 10 + index * 3,
    v: 1,
    ...change,
  };
}

/** A log of some leaves with heads at some sizes, signed by `logKey`. */
export function sampleLog(size = 13, heads: readonly number[] = [1, 5, 8, 13]) {
  const texts = Array.from({ length: size }, (_, i) => leafText(sampleLeaf(i)));
  const bytes = texts.map((text) => Buffer.from(text));
  const noteAt = (at: number, key = logKey) =>
    signHead(
      {
        origin,
        size: at,
        root: naiveRoot(bytes.slice(0, at)),
        signedAt: new Date(Date.UTC(2026, 0, 2, 0, at)),
      },
      key,
    );
  const lines = [
    exportLine({
      kind: "log",
      v: 1,
      region: "oral",
      origin,
      publicKeys: [base64Of(publicKeyOf(logKey))],
    }),
    ...texts.map((leaf, idx) => exportLine({ kind: "leaf", idx, leaf })),
    ...heads.map((at) => exportLine({ kind: "checkpoint", note: noteAt(at) })),
  ].map((line) => line.trimEnd());
  const receiptOf = (leafIndex: number, treeSize = size) =>
    receiptText({
      leaf: texts[leafIndex] ?? "",
      leafIndex,
      treeSize,
      path:
        inclusionRanges(leafIndex, treeSize).length === 0
          ? []
          : naivePath(leafIndex, bytes.slice(0, treeSize)),
      note: noteAt(treeSize),
      publicKey: publicKeyOf(logKey),
    });
  return { texts, lines, noteAt, receiptOf };
}

import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { openHead, publicKeyOf, signHead } from "#lib/transparency/checkpoint.ts";
import { bytesOfBase64 } from "#lib/transparency/base64.ts";
import { receiptText } from "#lib/transparency/receipt.ts";
import { emptyRoot, hashChildren, hashLeaf } from "#lib/transparency/tree.ts";
import { inclusionRanges } from "#lib/transparency/proof.ts";

export const strangerKey = generateKeyPairSync("ed25519").privateKey;

/** A receipt that is whole in itself, over a tree that never was: with a stranger's key, or with the log's own. */
export function forged(text: string, root: Uint8Array, signer: KeyObject, size?: number): string {
  const receipt: { leaf: string; publicKey: string; checkpoint: string } = JSON.parse(text);
  const opened = openHead(receipt.checkpoint, [bytesOfBase64(receipt.publicKey) ?? root]);
  if (opened.code !== "ok") throw new Error(opened.code);
  const treeSize = size ?? opened.head.size;
  const path = inclusionRanges(0, treeSize).map(() => new Uint8Array(emptyRoot()));
  const sum = path.reduce(
    (below, each) => hashChildren(below, each),
    hashLeaf(Buffer.from(receipt.leaf)),
  );
  const publicKey = publicKeyOf(signer);
  const note = signHead({ ...opened.head, size: treeSize, root: sum }, signer);
  return receiptText({ leaf: receipt.leaf, leafIndex: 0, treeSize, path, note, publicKey });
}

import { z } from "zod";
import { base64Of, bytesOfBase64 } from "./base64.ts";
import { openHead, type Head, type HeadCode, type PublicKey } from "./checkpoint.ts";
import { jsonOf, logPath, readLeaf, type Leaf } from "./leaf.ts";
import { verifyInclusion, type ProofCode } from "./proof.ts";
import { hashBytes, hashLeaf, type Hash } from "./tree.ts";

const hashText = z.string().max(60);

const receiptFields = z.strictObject({
  kind: z.literal("kezek-log-receipt"),
  v: z.literal(1),
  leaf: z.string().max(2_000),
  leafIdx: z.int().min(0),
  treeSize: z.int().min(1),
  proof: z.array(hashText).max(64),
  /** The signed note. */
  checkpoint: z.string().max(20_000),
  publicKey: hashText,
});

export type Receipt = z.infer<typeof receiptFields>;

/** Larger than any receipt. */
export const receiptBytes = 64 * 1024;

/** The file a family keeps: exactly these bytes, so that any changed byte is a changed receipt. */
export function receiptText(made: {
  readonly leaf: string;
  readonly leafIndex: number;
  readonly treeSize: number;
  readonly path: readonly Hash[];
  readonly note: string;
  readonly publicKey: PublicKey;
}): string {
  const receipt: Receipt = {
    kind: "kezek-log-receipt",
    v: 1,
    leaf: made.leaf,
    leafIdx: made.leafIndex,
    treeSize: made.treeSize,
    proof: made.path.map(base64Of),
    checkpoint: made.note,
    publicKey: base64Of(made.publicKey),
  };
  return `${JSON.stringify(receipt)}\n`;
}

export type ReceiptCode = ProofCode | HeadCode | "form" | "leaf-form" | "key" | "head-mismatch";

export type ReceiptVerdict =
  | {
      readonly valid: true;
      readonly code: "ok";
      readonly leaf: Leaf;
      readonly leafIndex: number;
      readonly head: Head;
      readonly publicKey: PublicKey;
    }
  | { readonly valid: false; readonly code: Exclude<ReceiptCode, "ok"> };

/**
 * Whether the leaf of a receipt stands in the log whose head the receipt carries. Needs nothing but the receipt.
 * @param pinned the log's key from elsewhere; without it the receipt's own key shows only that the receipt is whole.
 */
export function verifyReceipt(text: string, pinned?: PublicKey): ReceiptVerdict {
  const refused = (code: Exclude<ReceiptCode, "ok">) => ({ valid: false, code }) as const;
  if (text.length > receiptBytes) return refused("form");
  const parsed = receiptFields.safeParse(jsonOf(text));
  if (!parsed.success) return refused("form");
  const receipt = parsed.data;
  const exact = JSON.stringify(receipt);
  if (text !== exact && text !== `${exact}\n`) return refused("form");
  const publicKey = bytesOfBase64(receipt.publicKey);
  const path = receipt.proof.map(bytesOfBase64);
  if (publicKey?.length !== hashBytes || !path.every((each) => each !== null))
    return refused("form");
  const leaf = readLeaf(receipt.leaf);
  if (leaf === null) return refused("leaf-form");
  if (pinned !== undefined && base64Of(pinned) !== receipt.publicKey) return refused("key");
  const opened = openHead(receipt.checkpoint, [publicKey]);
  if (opened.code !== "ok") return refused(opened.code);
  const { head } = opened;
  if (head.size !== receipt.treeSize || !head.origin.endsWith(logPath(leaf.region))) {
    return refused("head-mismatch");
  }
  const code = verifyInclusion({
    leafIndex: receipt.leafIdx,
    treeSize: receipt.treeSize,
    leafHash: hashLeaf(Buffer.from(receipt.leaf)),
    root: head.root,
    path,
  });
  if (code !== "ok") return refused(code);
  return { valid: true, code, leaf, leafIndex: receipt.leafIdx, head, publicKey };
}

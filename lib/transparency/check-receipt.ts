import { db } from "#db/client.ts";
import { sameHash } from "./tree.ts";
import { hashesOf } from "./tree-reads.ts";
import { verifyReceipt, type ReceiptVerdict } from "./receipt.ts";
import { latestHead, logKeys } from "./views.ts";

export type HereCode = "ok" | "form" | "changed" | "other-log" | "unknown-key" | "rewritten";
type Valid = Extract<ReceiptVerdict, { valid: true }>;
export type HereVerdict =
  | { readonly code: "ok"; readonly receipt: Valid }
  | { readonly code: Exclude<HereCode, "ok"> };

/**
 * What a region's portal says of a receipt that somebody shows: whether it is whole, whether this log's key signed it,
 * and whether the log as it is now still has the past that was signed then.
 */
export async function checkReceiptHere(
  region: { readonly id: number; readonly slug: string },
  text: string,
): Promise<HereVerdict> {
  const receipt = verifyReceipt(text);
  if (!receipt.valid) {
    return { code: receipt.code === "form" || receipt.code === "leaf-form" ? "form" : "changed" };
  }
  const newest = await latestHead(region.id);
  if (receipt.leaf.region !== region.slug || receipt.head.origin !== newest?.origin) {
    return { code: "other-log" };
  }
  const keys = await logKeys(region.id);
  if (!keys.some((key) => sameHash(key, receipt.publicKey))) return { code: "unknown-key" };
  const { size } = receipt.head;
  if (size > newest.size) return { code: "rewritten" };
  const [root] = await hashesOf(db(), region.id, [{ start: 0, end: size }]);
  const same = root !== undefined && sameHash(root, receipt.head.root);
  return same ? { code: "ok", receipt } : { code: "rewritten" };
}

import { and, eq } from "drizzle-orm";
import { db } from "#db/client.ts";
import { application } from "#db/schema/applications.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize, type Refusal } from "#lib/access/authorize.ts";
import { verifyDocument } from "#lib/documents/verify.ts";
import { ownersOfApplication } from "#lib/people/representation.ts";
import { type Failure, fail, ok, type Result } from "#lib/platform/result.ts";
import { receiptFor } from "./views.ts";

export type ReceiptFile = {
  readonly text: string;
  readonly mime: "application/json";
  readonly fileName: string;
};

/**
 * The log's receipt of one's own application, by its number; «not-logged» for the second or two until its event stands
 * in the log, and where the installation keeps none.
 */
export async function openReceipt(
  actor: Actor,
  regionId: number,
  number: string,
): Promise<Result<ReceiptFile, Refusal | "not-logged">> {
  const [row] = await db()
    .select({ id: application.id })
    .from(application)
    .where(and(eq(application.regionId, regionId), eq(application.number, number)));
  const ownerIds = row === undefined ? [] : await ownersOfApplication(db(), regionId, row.id);
  const allowed = authorize(actor, "document.read", { regionId, ownerIds });
  if (!allowed.ok) return allowed;
  const text = row === undefined ? null : await receiptFor(regionId, row.id);
  if (text === null) return fail("not-logged");
  return ok(fileOf(text, number));
}

/**
 * The same for whoever holds the paper: the token printed on it opens what its page shows, and a receipt says no more
 * than that. Counted like a look at the page.
 * @param question.address the visitor's network address
 */
export async function openReceiptOfPaper(
  question: { readonly regionId: number; readonly token: string; readonly address: string },
  now: Date,
): Promise<
  | Result<ReceiptFile, "unknown" | "not-logged">
  | Failure<"too-often", { readonly retryAfterSeconds: number }>
> {
  const paper = await verifyDocument(question, now);
  if (!paper.ok) return paper;
  const { applicationId, number } = paper.value;
  const text = await receiptFor(question.regionId, applicationId);
  return text === null ? fail("not-logged") : ok(fileOf(text, number));
}

function fileOf(text: string, number: string): ReceiptFile {
  return { text, mime: "application/json", fileName: `log-receipt-${number}.json` };
}

import { and, desc, eq } from "drizzle-orm";
import { db } from "#db/client.ts";
import { issuedDocument } from "#db/schema/documents.ts";
import type { Names } from "#db/schema/regions.ts";
import { visitorNetwork } from "#lib/platform/network.ts";
import { countAttempt } from "#lib/platform/rate-limit.ts";
import { type Failure, fail, ok, type Result } from "#lib/platform/result.ts";
import { readToken } from "./document-token.ts";
import { type NoticeFacts, noticeFacts } from "./notice-facts.ts";

/** What anyone who holds the paper may compare it with: no full name, no address, no IIN. */
export type GenuineDocument = {
  readonly kind: "registration-notice";
  /** For the rooms; it is not shown. */
  readonly applicationId: string;
  readonly number: string;
  /** Instant, UTC. */
  readonly issuedAt: Date;
  readonly regionNames: Names;
  readonly queueType: NoticeFacts["queueType"];
  readonly cohort: number;
  /** `К. А. С.`, in the order of the document. */
  readonly childInitials: string;
  readonly position: number;
  readonly positionAt: Date;
  /** Of the PDF, lower-case hex; null until it is drawn. */
  readonly sha256: string | null;
  /** No newer document of the kind was issued for the application. */
  readonly current: boolean;
};

// A token has 76 bits: this is not what protects it, only what keeps the database from being worked for nothing.
const limit = { count: 60, windowSeconds: 600 };

/**
 * Whether the portal issued a document with this token. Of another region's portal it knows nothing.
 * @param address the visitor's network address
 */
export async function verifyDocument(
  question: { readonly regionId: number; readonly token: string; readonly address: string },
  now: Date,
): Promise<
  Result<GenuineDocument, "unknown"> | Failure<"too-often", { readonly retryAfterSeconds: number }>
> {
  const key = `verify:${visitorNetwork(question.address)}`;
  const { allowed, retryAfterSeconds } = await countAttempt(db(), key, limit, now);
  if (!allowed) return fail("too-often", { retryAfterSeconds });
  const token = readToken(question.token);
  if (token === null) return fail("unknown");
  const [row] = await db()
    .select()
    .from(issuedDocument)
    .where(and(eq(issuedDocument.token, token), eq(issuedDocument.regionId, question.regionId)));
  if (!row) return fail("unknown");
  const [newest] = await db()
    .select({ id: issuedDocument.id })
    .from(issuedDocument)
    .where(
      and(
        eq(issuedDocument.regionId, row.regionId),
        eq(issuedDocument.applicationId, row.applicationId),
        eq(issuedDocument.kind, row.kind),
      ),
    )
    .orderBy(desc(issuedDocument.issuedAt))
    .limit(1);
  const facts = noticeFacts.parse(row.facts);
  return ok({
    kind: row.kind,
    applicationId: row.applicationId,
    number: facts.number,
    issuedAt: row.issuedAt,
    regionNames: facts.regionNames,
    queueType: facts.queueType,
    cohort: facts.cohort,
    childInitials: initials(facts.childName),
    position: facts.position,
    positionAt: new Date(facts.positionAt),
    sha256: row.sha256,
    current: newest?.id === row.id,
  });
}

/** `Ким Алиса Сергеевна` → `К. А. С.` */
export function initials(fullName: string): string {
  return fullName
    .split(/\s+/)
    .filter(Boolean)
    .map((part) => `${[...part][0]?.toUpperCase()}.`)
    .join(" ");
}

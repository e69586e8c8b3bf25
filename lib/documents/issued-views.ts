import { and, desc, eq } from "drizzle-orm";
import { db } from "#db/client.ts";
import { issuedDocument } from "#db/schema/documents.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize, type Refusal } from "#lib/access/authorize.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";
import { ownersOfApplication } from "#lib/people/representation.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import type { ObjectStore } from "#lib/storage/object-store.ts";
import { objectStore } from "#lib/storage/store.ts";
import { contentOf, issuedFile, issuedRow, type IssuedRow } from "./notice.ts";
import type { NoticeContent } from "./notice-content.ts";
import { noticeFacts } from "./notice-facts.ts";
import { isUuid } from "./upload-tickets.ts";

export type IssuedDocumentView = {
  readonly id: string;
  readonly kind: IssuedRow["kind"];
  readonly locale: Locale;
  /** Instant, UTC. */
  readonly issuedAt: Date;
};

/** What the portal has issued for an application, the newest first. */
export async function issuedOfApplication(
  actor: Actor,
  regionId: number,
  applicationId: string,
): Promise<Result<IssuedDocumentView[], Refusal>> {
  const allowed = await mayRead(actor, regionId, isUuid(applicationId) ? applicationId : null);
  if (!allowed.ok) return allowed;
  const rows = await db()
    .select()
    .from(issuedDocument)
    .where(
      and(eq(issuedDocument.regionId, regionId), eq(issuedDocument.applicationId, applicationId)),
    )
    .orderBy(desc(issuedDocument.issuedAt));
  return ok(rows.map(({ id, kind, locale, issuedAt }) => ({ id, kind, locale, issuedAt })));
}

/** The notice as words: its twin on a page says what the PDF says. */
export async function noticeView(
  actor: Actor,
  regionId: number,
  id: string,
): Promise<Result<IssuedDocumentView & { readonly content: NoticeContent }, Refusal>> {
  const found = await ownDocument(actor, regionId, id);
  if (!found.ok) return found;
  const row = found.value;
  const { kind, locale, issuedAt } = row;
  return ok({ id: row.id, kind, locale, issuedAt, content: contentOf(row) });
}

export type IssuedFile = {
  readonly bytes: Uint8Array;
  readonly mime: "application/pdf";
  readonly fileName: string;
};

/** The PDF of one's own document, also while the job that draws it is still waiting. */
export async function openIssued(
  actor: Actor,
  regionId: number,
  id: string,
  store: ObjectStore = objectStore(),
): Promise<Result<IssuedFile, Refusal>> {
  const found = await ownDocument(actor, regionId, id);
  if (!found.ok) return found;
  const { number } = noticeFacts.parse(found.value.facts);
  return ok({
    bytes: await issuedFile(found.value, store),
    mime: "application/pdf",
    fileName: translator(found.value.locale)("notice.fileName", { number }),
  });
}

async function ownDocument(
  actor: Actor,
  regionId: number,
  id: string,
): Promise<Result<IssuedRow, Refusal>> {
  const row = isUuid(id) ? await issuedRow(regionId, id) : null;
  const allowed = await mayRead(actor, regionId, row?.applicationId ?? null);
  if (!allowed.ok) return allowed;
  return row === null ? fail("not-yours") : ok(row);
}

async function mayRead(
  actor: Actor,
  regionId: number,
  applicationId: string | null,
): Promise<Result<undefined, Refusal>> {
  const ownerIds =
    applicationId === null ? [] : await ownersOfApplication(db(), regionId, applicationId);
  return authorize(actor, "document.read", { regionId, ownerIds });
}

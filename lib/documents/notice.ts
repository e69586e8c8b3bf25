import { and, eq } from "drizzle-orm";
import { db, type Tx } from "#db/client.ts";
import { issuedDocument } from "#db/schema/documents.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { addJob } from "#lib/jobs/add-job.ts";
import { env } from "#lib/platform/env.ts";
import { newId, sha256Hex } from "#lib/platform/ids.ts";
import { log } from "#lib/platform/log.ts";
import { type ObjectStore, readObject } from "#lib/storage/object-store.ts";
import { objectStore } from "#lib/storage/store.ts";
import { newDocumentToken } from "./document-token.ts";
import { type NoticeContent, noticeContent } from "./notice-content.ts";
import { type NoticeFacts, noticeFacts } from "./notice-facts.ts";
import { noticePdf } from "./notice-pdf.ts";
import { drawPdf } from "./pdf.ts";

const largestPdf = 5_000_000;
const mime = "application/pdf";

export type IssuedRow = typeof issuedDocument.$inferSelect;

/**
 * Issues the notice of registration, in the transaction of the registration: the facts are frozen, the file is drawn
 * by a job. @throws when the facts are not those of a notice
 */
export async function issueNotice(
  tx: Tx,
  notice: {
    readonly regionId: number;
    readonly applicationId: string;
    /** The language of the application. */
    readonly locale: Locale;
    readonly facts: NoticeFacts;
    readonly issuedAt: Date;
  },
): Promise<{ readonly id: string; readonly token: string }> {
  const id = newId();
  const token = newDocumentToken();
  await tx.insert(issuedDocument).values({
    regionId: notice.regionId,
    id,
    applicationId: notice.applicationId,
    kind: "registration-notice",
    locale: notice.locale,
    token,
    facts: noticeFacts.parse(notice.facts),
    issuedAt: notice.issuedAt,
  });
  await addJob(
    tx,
    "render-document",
    { regionId: notice.regionId, documentId: id },
    { key: `render-document:${id}` },
  );
  return { id, token };
}

/** The job `render-document`: draws the file unless it is there. Twice is as good as once. */
export async function renderDocument(payload: {
  readonly regionId: number;
  readonly documentId: string;
}): Promise<void> {
  const row = await issuedRow(payload.regionId, payload.documentId);
  if (row === null) return log.warn("issued document is gone", payload);
  await issuedFile(row);
}

/**
 * The file of an issued document; drawn now when the job has not come to it yet or the storage has lost it. The same
 * facts give the same bytes, so it does not matter who draws first.
 */
export async function issuedFile(
  row: IssuedRow,
  store: ObjectStore = objectStore(),
): Promise<Uint8Array> {
  const key = `issued/${row.regionId}/${row.id}.pdf`;
  const kept = await readObject(store, key, largestPdf);
  if (kept !== null && row.sha256 !== null) return kept;

  const bytes = kept ?? (await drawPdf(noticePdf(contentOf(row), row.issuedAt)));
  const put = kept === null ? await store.put(key, bytes, { mime, onlyIfAbsent: true }) : null;
  // Somebody else was quicker: theirs is the file.
  const file = put?.ok === false ? ((await readObject(store, key, largestPdf)) ?? bytes) : bytes;
  const sha256 = sha256Hex(file);
  if (row.sha256 === null) {
    await db()
      .update(issuedDocument)
      .set({ storageKey: key, sha256, renderedAt: new Date() })
      .where(and(eq(issuedDocument.regionId, row.regionId), eq(issuedDocument.id, row.id)));
  } else if (row.sha256 !== sha256) {
    log.warn("issued document drawn anew differs from the first", { document: row.id });
  }
  return file;
}

/** The words of an issued document, from its frozen facts. */
export function contentOf(row: IssuedRow): NoticeContent {
  return noticeContent(noticeFacts.parse(row.facts), {
    locale: row.locale,
    origin: new URL(env().NEXTAUTH_URL).origin,
    token: row.token,
  });
}

export async function issuedRow(regionId: number, id: string): Promise<IssuedRow | null> {
  const [row] = await db()
    .select()
    .from(issuedDocument)
    .where(and(eq(issuedDocument.regionId, regionId), eq(issuedDocument.id, id)));
  return row ?? null;
}

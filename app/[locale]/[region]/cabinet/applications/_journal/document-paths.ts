/** One's own attached file; its small picture is for showing on a page. */
export function attachmentPath(
  regionSlug: string,
  id: string,
  variant: "original" | "preview" = "original",
): string {
  const path = `/api/documents/attachments/${regionSlug}/${id}`;
  return variant === "preview" ? `${path}?variant=preview` : path;
}

/** The PDF of a document that the portal issued. */
export function issuedPath(regionSlug: string, id: string): string {
  return `/api/documents/issued/${regionSlug}/${id}`;
}

/** The archive of evidence of an application's signature. */
export function evidencePath(regionSlug: string, number: string): string {
  return `/api/documents/evidence/${regionSlug}/${encodeURIComponent(number)}`;
}

/** The public log's receipt of an application. */
export function receiptPath(regionSlug: string, number: string): string {
  return `/api/documents/receipts/${regionSlug}/${encodeURIComponent(number)}`;
}

/** The same for whoever holds the paper with this token. */
export function paperReceiptPath(regionSlug: string, token: string): string {
  return `/api/documents/receipts/${regionSlug}/paper/${encodeURIComponent(token)}`;
}

import { contentDisposition } from "#lib/documents/file-name.ts";

/**
 * A file of a family. Whatever it holds, the browser runs nothing of it and no cache keeps it: sandboxed, of the type
 * we say and no other, a picture shown, everything else saved.
 */
export function fileAnswer(
  body: ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer>,
  file: { readonly mime: string; readonly size: number; readonly fileName: string },
): Response {
  const kind = file.mime.startsWith("image/") ? "inline" : "attachment";
  return new Response(body, {
    headers: {
      "content-type": file.mime,
      "content-length": String(file.size),
      "content-disposition": contentDisposition(kind, file.fileName),
      "content-security-policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
      "x-content-type-options": "nosniff",
      "cross-origin-resource-policy": "same-origin",
      "cache-control": "private, no-store",
    },
  });
}

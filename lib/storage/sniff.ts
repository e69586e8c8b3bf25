import { fileTypeFromBuffer } from "file-type";
import { fail, ok, type Result } from "#lib/platform/result.ts";

/** What the portal takes for a paper. WebP and the iPhone's HEIC are kept as JPEG. */
export type FileKind = "pdf" | "jpeg" | "png" | "webp" | "heic";

export type SniffRefusal = "file-empty" | "file-type" | "file-heic" | "file-damaged";

/**
 * The types a browser may announce. The iPhone turns its HEIC photos into JPEG by itself when a field asks for JPEG
 * and not for «any image», which spares it and us work; the announcement is otherwise believed by nobody.
 */
export const announcedTypes = ["application/pdf", "image/jpeg", "image/png", "image/webp"] as const;

const kinds: Readonly<Record<string, FileKind>> = {
  "application/pdf": "pdf",
  "image/jpeg": "jpeg",
  "image/png": "png",
  "image/webp": "webp",
  "image/heic": "heic",
  "image/heif": "heic",
};

/**
 * What the bytes are, whatever the file is called and whatever the browser says.
 * `file-heic`: a film in the container of an iPhone's photo; `file-damaged`: a PDF without its end. What a PDF carries
 * says `inspectPdf`.
 */
export async function sniff(bytes: Uint8Array): Promise<Result<FileKind, SniffRefusal>> {
  if (bytes.byteLength === 0) return fail("file-empty");
  const found = await fileTypeFromBuffer(bytes);
  if (found?.mime.endsWith("-sequence")) return fail("file-heic");
  const kind = found === undefined ? undefined : kinds[found.mime];
  if (kind === undefined) return fail("file-type");
  if (kind !== "pdf") return ok(kind);
  return pdfVerdict(bytes);
}

// ISO 32000-1 §7.5.2, §7.5.5: the version stands in the first line, %%EOF at the end. Readers forgive junk before the
// header, which is how one file can be a page and a PDF at once; the portal does not.
function pdfVerdict(bytes: Uint8Array): Result<FileKind, SniffRefusal> {
  const head = Buffer.from(bytes.subarray(0, 8)).toString("latin1");
  if (!/^%PDF-[12]\.\d/.test(head)) return fail("file-type");
  const tail = Buffer.from(bytes.subarray(-2048)).toString("latin1");
  return tail.includes("%%EOF") ? ok("pdf") : fail("file-damaged");
}

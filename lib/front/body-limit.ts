import type { IncomingMessage } from "node:http";

const mebibyte = 1024 * 1024;
// Multipart lines and the fields beside the file.
const overhead = 64 * 1024;

/** What a body may weigh, in bytes: forms are small, and a scan has its own road. */
function bodyLimit(path: string): number {
  return path.startsWith("/api/uploads") ? 10 * mebibyte + overhead : mebibyte;
}

/**
 * The status that refuses a body before it is read, or undefined. Next would answer a form that is too large with 500.
 */
export function refusedBody(
  request: Pick<IncomingMessage, "headers" | "url">,
): 400 | 411 | 413 | undefined {
  const { "content-length": length, "transfer-encoding": encoding } = request.headers;
  // Browsers tell the length of every form; a body of unknown length could only be counted while it is read.
  if (encoding !== undefined) return 411;
  if (length === undefined) return undefined;
  if (!/^\d+$/.test(length)) return 400;
  return Number(length) > bodyLimit(request.url ?? "/") ? 413 : undefined;
}

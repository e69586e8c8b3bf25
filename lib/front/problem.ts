import { STATUS_CODES } from "node:http";

/** Headers and body of a refusal that a program reads (RFC 9457); `code` says what no status can. */
export function problemAnswer(status: number, code: string) {
  const title = STATUS_CODES[status] ?? "";
  const body = Buffer.from(JSON.stringify({ type: "about:blank", title, status, code }));
  const headers = {
    "Content-Type": "application/problem+json",
    "Content-Length": String(body.length),
    "Cache-Control": "no-store",
  };
  return { headers, body };
}

/**
 * What a program is told under `/api` where no route knows the address, of which Next makes a page, and where a route
 * failed, of which it says nothing at all. Undefined for an answer that a route has given.
 */
export function problemFor(path: string, status: number, contentType: string) {
  if (!/^\/api(?:[/?]|$)/.test(path)) return undefined;
  if (status === 404 && contentType.startsWith("text/html")) {
    return problemAnswer(404, "not-found");
  }
  const silent = contentType === "" || contentType.startsWith("text/html");
  return status >= 500 && silent ? problemAnswer(status, "failed") : undefined;
}

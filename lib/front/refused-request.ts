import type { IncomingMessage } from "node:http";

const reading: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * The status that refuses a request before Next sees it, or undefined. Next answers both kinds with 500, which would
 * call somebody out of bed for every scanner: an address that is no UTF-8, and a form that a page of another site sent
 * (Origin cannot be forged by a page). Rooms and routes guard themselves all the same.
 * @param ownHost host and port under which people reach the portal
 */
export function refusedRequest(
  request: Pick<IncomingMessage, "headers" | "method" | "url">,
  ownHost: string,
): 400 | 403 | undefined {
  if (!isDecodable(request.url ?? "/")) return 400;
  const { origin, host } = request.headers;
  if (origin === undefined || reading.has(request.method ?? "GET")) return undefined;
  const from = URL.canParse(origin) ? new URL(origin).host : "";
  return from !== "" && (from === host || from === ownHost) ? undefined : 403;
}

function isDecodable(address: string): boolean {
  try {
    decodeURIComponent(address.split("?", 1)[0] ?? "");
    return true;
  } catch {
    return false;
  }
}

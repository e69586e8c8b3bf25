import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";

export type RequestSource = {
  readonly clientIp: string;
  readonly viaProxy: boolean;
};

const forwarded = [
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-proto",
  "x-forwarded-port",
  "forwarded",
  "x-real-ip",
];
// Ours and Next's inner headers: a visitor has no business to send them.
const inner = ["x-request-id", "x-nonce", "x-middleware-subrequest", "content-security-policy"];

/**
 * Who asks, and takes away from the request what a visitor could only have forged. With `proxies` in front, each adds
 * the address it was called from at the right end of X-Forwarded-For; what stands further left is hearsay. Of all that
 * proxies say, only this address reaches Next: its check of a form's origin would believe X-Forwarded-Host, which a
 * proxy may pass on as a visitor wrote it, and its calls to itself would go to https by X-Forwarded-Proto.
 * @param ownHost host and port under which people reach the portal; behind proxies the request's own Host may be theirs
 */
export function sourceOf(
  request: IncomingMessage,
  proxies: number,
  ownHost: string,
): RequestSource {
  const connection = bare(request.socket.remoteAddress ?? "");
  const viaProxy = forwarded.some((name) => request.headers[name] !== undefined);
  const hops = String(request.headers["x-forwarded-for"] ?? "").split(",");
  for (const name of [...inner, ...forwarded]) delete request.headers[name];
  if (proxies === 0) return { clientIp: connection, viaProxy };
  const clientIp = addressIn(hops.at(-proxies) ?? "") ?? connection;
  request.headers["host"] = ownHost;
  request.headers["x-forwarded-for"] = clientIp;
  return { clientIp, viaProxy };
}

// Some proxies add the port: 203.0.113.7:51234, [2001:db8::1]:51234.
function addressIn(hop: string): string | undefined {
  const address = bare(
    hop
      .trim()
      .replace(/^\[(.+)\](?::\d+)?$/, "$1")
      .replace(/^(\d+(?:\.\d+){3}):\d+$/, "$1"),
  );
  return isIP(address) === 0 ? undefined : address;
}

// A dual-stack socket writes IPv4 addresses as ::ffff:10.0.0.1.
function bare(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/, "");
}

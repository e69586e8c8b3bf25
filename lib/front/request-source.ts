import type { IncomingMessage } from "node:http";

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
 * the address it was called from at the right end of X-Forwarded-For; what stands further left is hearsay.
 */
export function sourceOf(request: IncomingMessage, proxies: number): RequestSource {
  const connection = bare(request.socket.remoteAddress ?? "");
  const viaProxy = forwarded.some((name) => request.headers[name] !== undefined);
  const chain = String(request.headers["x-forwarded-for"] ?? "")
    .split(",")
    .map((hop) => bare(hop.trim()))
    .filter(Boolean);
  for (const name of inner) delete request.headers[name];
  if (proxies === 0) {
    for (const name of forwarded) delete request.headers[name];
    return { clientIp: connection, viaProxy };
  }
  return { clientIp: chain.at(-proxies) ?? connection, viaProxy };
}

// A dual-stack socket writes IPv4 addresses as ::ffff:10.0.0.1.
function bare(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/, "");
}

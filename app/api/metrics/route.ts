import { createHash, timingSafeEqual } from "node:crypto";
import { env } from "#lib/platform/env.ts";
import { renderMetrics } from "#lib/platform/metrics.ts";
import { requestContext } from "#lib/platform/request-context.ts";

export const dynamic = "force-dynamic";

/** Prometheus' text, for the bearer of METRICS_TOKEN and for programs on the same machine. */
export function GET(request: Request): Response {
  if (!mayRead(request.headers.get("authorization"))) return new Response(null, { status: 404 });
  return new Response(renderMetrics(), {
    headers: {
      "content-type": "text/plain; version=0.0.4; charset=utf-8",
      "cache-control": "no-store",
    },
  });
}

function mayRead(authorization: string | null): boolean {
  const token = env().METRICS_TOKEN;
  if (token && authorization) return same(authorization, `Bearer ${token}`);
  const context = requestContext();
  // A proxy on this machine comes from the loopback too, and brings the whole world with it.
  return (
    context !== undefined && !context.viaProxy && ["127.0.0.1", "::1"].includes(context.clientIp)
  );
}

function same(given: string, expected: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

import { type NextRequest, NextResponse } from "next/server";
import { destinationsOf } from "#lib/platform/destinations.ts";
import { env } from "#lib/platform/env.ts";
import { newSecret } from "#lib/platform/ids.ts";
import { dynamicPolicy } from "#lib/platform/security-headers.ts";

// What belongs to one person, or to who holds a paper, is no matter for a search engine: its address may get out.
const notForSearch =
  /^\/[a-z]{2}\/[^/]+\/(?:(?:cabinet|sign-in|enrol|staff)(?:\/|$)|(?:verify|interest)\/.)/;

/**
 * Gives pages that are made for one request their nonce: Next finds it in the policy of the request. Protects nothing
 * else; the only guard is in the room. Static pages stay clear of it (an empty proxy halves their throughput) and get
 * their policy from the front.
 */
export function proxy(request: NextRequest): NextResponse {
  const development = process.env.NODE_ENV === "development";
  const policy = dynamicPolicy(newSecret(16), destinationsOf(env(), development));
  const headers = new Headers(request.headers);
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  const { pathname, searchParams } = request.nextUrl;
  if (notForSearch.test(pathname) || searchParams.has("draft")) {
    response.headers.set("x-robots-tag", "noindex, nofollow");
  }
  return response;
}

export const config = {
  matcher: [
    "/:locale(kk|ru|en)/:region/(cabinet|sign-in|apply|enrol|staff|queue|verify|interest)",
    "/:locale(kk|ru|en)/:region/(cabinet|sign-in|apply|enrol|staff|queue|verify|interest)/:path*",
  ],
};

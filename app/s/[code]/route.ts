import { localeCookie, negotiate } from "#lib/i18n/locales.ts";
import { pageBehind } from "#lib/notifications/short-link.ts";

export const dynamic = "force-dynamic";

/**
 * The short address in an SMS leads to the page it is about, which asks who comes; one that is not ours, to a page that
 * says so. Whose message it is and whether it was read is told by neither.
 */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ code: string }> },
): Promise<Response> {
  const page = await pageBehind((await params).code);
  const location = page ?? `/${wanted(request.headers)}/no-message`;
  const headers = {
    location,
    "cache-control": "no-store",
    "referrer-policy": "same-origin",
    "x-robots-tag": "noindex",
  };
  return new Response(null, { status: 302, headers });
}

function wanted(headers: Headers) {
  const chosen = headers
    .get("cookie")
    ?.split(/;\s*/u)
    .find((pair) => pair.startsWith(`${localeCookie}=`));
  return negotiate(chosen?.slice(localeCookie.length + 1), headers.get("accept-language"));
}

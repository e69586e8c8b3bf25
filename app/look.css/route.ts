import { createHash } from "node:crypto";

import { readForm } from "#app/api/uploads/request.ts";
import { formatLook, LOOK_COOKIE, lookCss, parseLook, withSetting } from "#app/_ui/look.ts";

const YEAR = 31_536_000;

function chosen(request: Request) {
  const cookies = request.headers.get("cookie") ?? "";
  const found = cookies.split(/;\s*/).find((pair) => pair.startsWith(`${LOOK_COOKIE}=`));
  return parseLook(found?.slice(LOOK_COOKIE.length + 1));
}

/**
 * The person's own style sheet. Asked again on every page and mostly answered «not modified»: a browser that kept it
 * for a while would go on showing the old choice after the new one was made, which no later answer could undo.
 */
export function GET(request: Request): Response {
  const body = lookCss(chosen(request));
  const etag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
  const headers = {
    "content-type": "text/css; charset=utf-8",
    "cache-control": "private, no-cache",
    vary: "Cookie",
    etag,
  };
  if (request.headers.get("if-none-match") === etag)
    return new Response(null, { status: 304, headers });
  return new Response(body, { headers });
}

/** Changes settings named in the form and returns to the page the form stood on. */
export async function POST(request: Request): Promise<Response> {
  const form = await readForm(request);
  if (!form.ok)
    return new Response(null, { status: 400, headers: { "cache-control": "no-store" } });
  let look = chosen(request);
  for (const [name, value] of form.value)
    if (typeof value === "string") look = withSetting(look, name, value);
  return new Response(null, {
    status: 303,
    headers: {
      location: pageOf(request),
      "cache-control": "no-store",
      "set-cookie": `${LOOK_COOKIE}=${formatLook(look)}; Path=/; Max-Age=${YEAR}; SameSite=Lax`,
    },
  });
}

/** Only the path of the referring page is used, so that a foreign site cannot send a visitor elsewhere through us. */
function pageOf(request: Request): string {
  const referer = request.headers.get("referer");
  if (referer === null || !URL.canParse(referer)) return "/";
  const { host, pathname, search } = new URL(referer);
  const back = pathname.replace(/^\/+/, "/") + search;
  return host === request.headers.get("host") ? back : "/";
}

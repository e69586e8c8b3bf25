import { pageBehind } from "#lib/notifications/short-link.ts";

export const dynamic = "force-dynamic";

/** The short address in an SMS leads to the page it is about; one that is not ours, to the front door. */
export async function GET(
  _request: Request,
  { params }: { params: Promise<{ code: string }> },
): Promise<Response> {
  const page = await pageBehind((await params).code);
  return new Response(null, {
    status: 302,
    headers: { location: page ?? "/", "cache-control": "no-store", "x-robots-tag": "noindex" },
  });
}

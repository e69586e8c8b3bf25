import { currentInstant } from "#db/demo-clock.ts";
import { interestByToken } from "#lib/applications/confirm-interest.ts";
import { portalById } from "#lib/regions/views.ts";

export const dynamic = "force-dynamic";

type Context = { readonly params: Promise<{ readonly token: string }> };

/**
 * The short address in a reminder's SMS: leads to the page that asks whether the place is still needed, in the
 * application's language. To look changes nothing. A link that is not ours leads home.
 */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { token } = await params;
  const link = await interestByToken(token, await currentInstant());
  const portal = link === null ? null : await portalById(link.regionId);
  const location =
    link === null || portal === null ? "/" : `/${link.locale}/${portal.slug}/interest/${token}`;
  const headers = {
    location,
    "cache-control": "no-store",
    "referrer-policy": "same-origin",
    "x-robots-tag": "noindex",
  };
  return new Response(null, { status: 303, headers });
}

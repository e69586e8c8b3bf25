import { currentInstant } from "#db/demo-clock.ts";
import { portalById } from "#lib/regions/views.ts";
import { changeByToken } from "#lib/sign-in/phone-change-stop.ts";

export const dynamic = "force-dynamic";

type Context = { readonly params: Promise<{ readonly token: string }> };

/**
 * The short address in a message, for a Kazakh SMS has seventy characters: leads to the page that stops a change of
 * phone, in the owner's language. A link that is not ours leads home.
 */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { token } = await params;
  const change = await changeByToken(token, await currentInstant());
  const portal = change === null ? null : await portalById(change.regionId);
  const location =
    change === null || portal === null
      ? "/"
      : `/${change.locale}/${portal.slug}/sign-in/recover/stop/${encodeURIComponent(token)}`;
  const headers = { location, "cache-control": "no-store", "referrer-policy": "same-origin" };
  return new Response(null, { status: 303, headers });
}

import { loadPortal } from "#app/_request/region.ts";
import { isFromHere, readForm, textOf } from "#app/api/uploads/request.ts";
import { DISTRICT_COOKIE } from "#app/_ui/district-cookie.ts";
import { districtsOf } from "#lib/regions/views.ts";

const MONTH = 2_592_000;

type Context = { readonly params: Promise<{ locale: string; region: string }> };

/**
 * Remembers the district chosen from the list of manual 004 and goes on to the region's home. A cookie, because the
 * pages that follow are static and the application asks for the district only after signing in.
 */
export async function POST(request: Request, { params }: Context): Promise<Response> {
  const { portal, root } = await loadPortal(await params);
  const headers = new Headers({ "cache-control": "no-store" });
  if (!isFromHere(request)) return new Response(null, { status: 403, headers });
  const form = await readForm(request);
  if (!form.ok) return new Response(null, { status: 400, headers });
  const chosen = textOf(form.value, "district");
  const districts = await districtsOf(portal.id);
  headers.set("location", root);
  if (districts.some((district) => district.kato === chosen)) {
    headers.set(
      "set-cookie",
      `${DISTRICT_COOKIE}=${chosen}; Path=/; Max-Age=${MONTH}; SameSite=Lax`,
    );
  }
  return new Response(null, { status: 303, headers });
}

/** Someone who reloads or shares the address lands on the region's home. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { root } = await loadPortal(await params);
  return new Response(null, { status: 303, headers: { location: root } });
}

import { loadPortal } from "#app/_request/region.ts";
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
  const chosen = (await request.formData()).get("district");
  const districts = await districtsOf(portal.id);
  const known = districts.some((district) => district.kato === chosen);
  const headers = new Headers({ location: root, "cache-control": "no-store" });
  if (known && typeof chosen === "string") {
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

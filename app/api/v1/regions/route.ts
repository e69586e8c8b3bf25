import { jsonAnswer } from "#app/api/v1/answer.ts";
import { listPortals } from "#lib/regions/views.ts";

export const dynamic = "force-dynamic";

/** The regions that this installation serves; their `slug` stands in the other addresses. */
export async function GET(): Promise<Response> {
  const portals = await listPortals();
  const regions = portals.map(({ slug, kato, names, supportPhone }) => ({
    slug,
    kato,
    names,
    supportPhone,
  }));
  return jsonAnswer({ regions }, "briefly");
}

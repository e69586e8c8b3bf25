import { createHash } from "node:crypto";
import { currentInstant } from "#db/demo-clock.ts";
import { pageAfter } from "#lib/kindergartens/find.ts";
import type { ListedKindergarten } from "#lib/kindergartens/register.ts";
import { slugPattern } from "#lib/kindergartens/slug.ts";
import { openRegister } from "#lib/kindergartens/views.ts";
import { jsonAnswer, numberIn, portalOf, problem, type RegionRoute } from "#app/api/v1/answer.ts";

export const dynamic = "force-dynamic";

const most = 500;

/**
 * The open kindergartens of the region in the order of their Kazakh names. `next` is the `cursor` of the next portion;
 * a cursor whose kindergarten was closed since is refused, and the reader begins anew.
 */
export async function GET(request: Request, route: RegionRoute): Promise<Response> {
  const portal = await portalOf(route);
  if (portal === null) return problem(404, "no-region");
  const limit = numberIn(request, "limit");
  const cursors = new URL(request.url).searchParams.getAll("cursor");
  const [cursor = null] = cursors;
  const malformed = cursor !== null && !slugPattern.test(cursor);
  if (limit === null || limit === 0 || malformed || cursors.length > 1) {
    return problem(400, "query");
  }
  const register = await openRegister(portal.id, await currentInstant());
  const page = pageAfter(register, cursor, Math.min(limit ?? most, most));
  if (page === null) return problem(400, "query");
  const body = {
    region: portal.slug,
    total: register.length,
    kindergartens: page.items.map(published),
    next: page.next,
  };
  const etag = `"${createHash("sha256").update(JSON.stringify(body)).digest("base64url")}"`;
  if (request.headers.get("if-none-match") === etag) return jsonAnswer(null, "nightly", etag);
  return jsonAnswer(body, "nightly", etag);
}

function published(each: ListedKindergarten) {
  const { slug, names, districtKato, address, point, phone, email, site } = each;
  const { ownership, languages, queueTypes, hours, openedOn, closedOn, groups } = each;
  return {
    slug,
    names,
    district: districtKato,
    address,
    point,
    phone,
    email,
    site,
    ownership,
    languages,
    queueTypes,
    hours,
    openedOn,
    closedOn,
    groups,
  };
}

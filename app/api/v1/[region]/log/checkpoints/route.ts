import { headsFrom, latestHead } from "#lib/transparency/views.ts";
import { jsonAnswer, numberIn, portalOf, problem, type RegionRoute } from "#app/api/v1/answer.ts";

export const dynamic = "force-dynamic";

const most = 500;

/** Every head that was ever signed, from the size `from` on; `next` is where to go on. */
export async function GET(request: Request, route: RegionRoute): Promise<Response> {
  const portal = await portalOf(route);
  if (portal === null) return problem(404, "no-region");
  const given = numberIn(request, "from");
  if (given === null) return problem(400, "query");
  const from = given ?? 1;
  const newest = await latestHead(portal.id);
  if (newest === null) return problem(404, "no-log");
  const heads = await headsFrom(portal.id, from, most);
  const last = heads.at(-1)?.size ?? newest.size;
  return jsonAnswer(
    {
      checkpoints: heads.map(({ size, note }) => ({ size, note })),
      next: last < newest.size ? last + 1 : null,
    },
    "briefly",
  );
}

import { latestHead } from "#lib/transparency/views.ts";
import { fileAnswer, portalOf, problem, type RegionRoute } from "#app/api/v1/answer.ts";

export const dynamic = "force-dynamic";

/** The newest signed head: a checkpoint of c2sp.org/tlog-checkpoint. */
export async function GET(_request: Request, route: RegionRoute): Promise<Response> {
  const portal = await portalOf(route);
  if (portal === null) return problem(404, "no-region");
  const head = await latestHead(portal.id);
  if (head === null) return problem(404, "no-log");
  return fileAnswer(head.note, "text/plain; charset=utf-8", "briefly");
}

import { latestHead, leavesBetween } from "#lib/transparency/views.ts";
import { jsonAnswer, numberIn, portalOf, problem, type RegionRoute } from "#app/api/v1/answer.ts";

export const dynamic = "force-dynamic";

const most = 1_000;

/** The leaves from `start` to before `end`, at most a thousand; `next` is the `start` of the next portion. */
export async function GET(request: Request, route: RegionRoute): Promise<Response> {
  const portal = await portalOf(route);
  if (portal === null) return problem(404, "no-region");
  const from = numberIn(request, "start");
  const wanted = numberIn(request, "end");
  if (from === null || wanted === null) return problem(400, "query");
  const start = from ?? 0;
  const head = await latestHead(portal.id);
  if (head === null) return problem(404, "no-log");
  const until = Math.min(wanted ?? head.size, head.size);
  if (start > (wanted ?? start)) return problem(400, "query");
  if (start > head.size) return problem(404, "beyond-log");
  const end = Math.min(until, start + most);
  const leaves = await leavesBetween(portal.id, start, end);
  return jsonAnswer(
    {
      start,
      end,
      treeSize: head.size,
      leaves: leaves.map((leaf, i) => ({ idx: start + i, leaf })),
      next: end < until ? end : null,
    },
    "briefly",
  );
}

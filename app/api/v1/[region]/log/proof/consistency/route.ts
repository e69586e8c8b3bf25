import { db } from "#db/client.ts";
import { base64Of } from "#lib/transparency/base64.ts";
import { hashesOf } from "#lib/transparency/tree-reads.ts";
import { consistencyPath, latestHead } from "#lib/transparency/views.ts";
import { jsonAnswer, numberIn, portalOf, problem, type RegionRoute } from "#app/api/v1/answer.ts";

export const dynamic = "force-dynamic";

/** RFC 9162 §2.1.4 between the trees of `first` and `second` leaves. The answer is what `kezek log proof` reads. */
export async function GET(request: Request, route: RegionRoute): Promise<Response> {
  const portal = await portalOf(route);
  if (portal === null) return problem(404, "no-region");
  const size1 = numberIn(request, "first");
  const second = numberIn(request, "second");
  if (size1 === null || size1 === undefined || second === null) return problem(400, "query");
  const head = await latestHead(portal.id);
  if (head === null) return problem(404, "no-log");
  const size2 = second ?? head.size;
  const path = await consistencyPath(portal.id, size1, size2);
  if (!path.ok) return problem(path.code === "beyond-log" ? 404 : 422, path.code);
  const [root1, root2] = await hashesOf(db(), portal.id, [
    { start: 0, end: size1 },
    { start: 0, end: size2 },
  ]);
  if (root1 === undefined || root2 === undefined) return problem(404, "beyond-log");
  return jsonAnswer(
    {
      kind: "consistency",
      size1,
      size2,
      root1: base64Of(root1),
      root2: base64Of(root2),
      proof: path.value.map(base64Of),
    },
    second === undefined ? "briefly" : "forever",
  );
}

import { db } from "#db/client.ts";
import { base64Of, bytesOfBase64 } from "#lib/transparency/base64.ts";
import { hashBytes } from "#lib/transparency/tree.ts";
import { hashesOf } from "#lib/transparency/tree-reads.ts";
import { inclusionPath, latestHead, leafIndexOf } from "#lib/transparency/views.ts";
import { jsonAnswer, numberIn, portalOf, problem, type RegionRoute } from "#app/api/v1/answer.ts";

export const dynamic = "force-dynamic";

/**
 * RFC 9162 §2.1.3 for the leaf of this `index`, or with this hash (`leaf`, base64), in the tree of `size` leaves (the
 * newest signed one where none is named). The answer is what `kezek log proof` reads.
 */
export async function GET(request: Request, route: RegionRoute): Promise<Response> {
  const portal = await portalOf(route);
  if (portal === null) return problem(404, "no-region");
  const index = numberIn(request, "index");
  const size = numberIn(request, "size");
  const hash = hashIn(request);
  if (index === null || size === null || hash === null) return problem(400, "query");
  if ((index === undefined) === (hash === undefined)) return problem(400, "query");
  const head = await latestHead(portal.id);
  if (head === null) return problem(404, "no-log");
  const leafIdx = index ?? (hash === undefined ? null : await leafIndexOf(portal.id, hash));
  if (leafIdx === null) return problem(404, "no-leaf");
  const treeSize = size ?? head.size;
  const path = await inclusionPath(portal.id, leafIdx, treeSize);
  if (!path.ok) return problem(path.code === "beyond-log" ? 404 : 422, path.code);
  const [leafHash, root] = await hashesOf(db(), portal.id, [
    { start: leafIdx, end: leafIdx + 1 },
    { start: 0, end: treeSize },
  ]);
  if (leafHash === undefined || root === undefined) return problem(404, "no-leaf");
  return jsonAnswer(
    {
      kind: "inclusion",
      leafIdx,
      treeSize,
      leafHash: base64Of(leafHash),
      root: base64Of(root),
      proof: path.value.map(base64Of),
    },
    size === undefined ? "briefly" : "forever",
  );
}

/** A `+` in an address means a space: whoever forgets to write it as %2B is understood. */
function hashIn(request: Request): Uint8Array | null | undefined {
  const values = new URL(request.url).searchParams.getAll("leaf");
  const [text] = values;
  if (text === undefined) return undefined;
  const bytes = bytesOfBase64(text.replaceAll(" ", "+"));
  return values.length === 1 && bytes?.length === hashBytes ? bytes : null;
}

import { portalBySlug } from "#lib/regions/views.ts";
import { readTilePath, tileBytes } from "#lib/transparency/tiles.ts";
import { fileAnswer, problem } from "#app/api/v1/answer.ts";

export const dynamic = "force-dynamic";

type TileRoute = { readonly params: Promise<{ readonly region: string; readonly path: string[] }> };

/** A tile of hashes or a bundle of leaves (c2sp.org/tlog-tiles). */
export async function GET(_request: Request, { params }: TileRoute): Promise<Response> {
  const { region, path } = await params;
  const portal = await portalBySlug(region);
  if (portal === null) return problem(404, "no-region");
  const tile = readTilePath(path);
  const bytes = tile === null ? null : await tileBytes(portal.id, tile);
  if (bytes === null) return problem(404, "no-tile");
  return fileAnswer(bytes, "application/octet-stream", "forever");
}

import { pemOf } from "#lib/transparency/checkpoint.ts";
import { logKeys } from "#lib/transparency/views.ts";
import { fileAnswer, portalOf, problem, type RegionRoute } from "#app/api/v1/answer.ts";

export const dynamic = "force-dynamic";

/** The public keys that have signed this log, the newest last, for `kezek log verify --key`. */
export async function GET(_request: Request, route: RegionRoute): Promise<Response> {
  const portal = await portalOf(route);
  if (portal === null) return problem(404, "no-region");
  const keys = await logKeys(portal.id);
  if (keys.length === 0) return problem(404, "no-log");
  return fileAnswer(keys.map(pemOf).join(""), "application/x-pem-file", "briefly");
}

import { z } from "zod";
import { currentInstant } from "#db/demo-clock.ts";
import { publicQueue, type QueueCursor } from "#lib/transparency/public-queue.ts";
import { jsonAnswer, numberIn, portalOf, problem, type RegionRoute } from "#app/api/v1/answer.ts";

export const dynamic = "force-dynamic";

const most = 500;
const cursorParts = z.tuple([
  z.string().regex(/^[a-z-]{1,40}$/),
  z.int().min(1990).max(2100),
  z.string().regex(/^[\w-]{16}$/),
  z.int().min(1),
]);

/** Everybody who waits in the region, by entry code; `next` is the `cursor` of the next portion. */
export async function GET(request: Request, route: RegionRoute): Promise<Response> {
  const portal = await portalOf(route);
  if (portal === null) return problem(404, "no-region");
  const limit = numberIn(request, "limit");
  const cursors = new URL(request.url).searchParams.getAll("cursor");
  const from = cursors[0] === undefined ? null : readCursor(cursors[0]);
  if (limit === null || limit === 0 || from === undefined || cursors.length > 1) {
    return problem(400, "query");
  }
  const at = await currentInstant();
  const { entries, next } = await publicQueue(portal.id, from, Math.min(limit ?? most, most), at);
  return jsonAnswer({ at, entries, next: next === null ? null : writeCursor(next) }, "briefly");
}

function writeCursor({ queueType, cohort, mark, position }: QueueCursor): string {
  return Buffer.from(JSON.stringify([queueType, cohort, mark, position])).toString("base64url");
}

/** @returns undefined for what `writeCursor` has not written */
function readCursor(text: string): QueueCursor | undefined {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(text, "base64url").toString());
  } catch {
    return undefined;
  }
  const read = cursorParts.safeParse(parts);
  if (!read.success) return undefined;
  const [queueType, cohort, mark, position] = read.data;
  return { queueType, cohort, mark, position };
}

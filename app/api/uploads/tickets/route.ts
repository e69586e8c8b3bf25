import { z } from "zod";
import { openTicket } from "#lib/documents/upload-tickets.ts";
import { announcedTypes } from "#lib/storage/sniff.ts";
import { answer, refusal, regionIdOf } from "../answer.ts";
import { readJson } from "../request.ts";
import { taken } from "../taken.ts";

const wish = z.strictObject({
  region: z.string(),
  draft: z.string(),
  paper: z.string(),
  fileName: z.string(),
  mime: z.enum(announcedTypes).default("image/jpeg").catch("image/jpeg"),
  size: z.int().nonnegative(),
});
const readWish = (request: Request) => readJson(request, wish);

/**
 * A ticket for one file: `{ticket, url, fields, complete}`. The browser posts the fields and then the file to `url`;
 * where `complete` is true, it then asks `/api/uploads/complete`.
 */
export async function POST(request: Request): Promise<Response> {
  return await taken(request, readWish, async ({ region, draft, ...file }, actor, now) => {
    const regionId = await regionIdOf(region);
    if (regionId === null) return refusal("not-yours");
    const opened = await openTicket(actor, { regionId, draftId: draft, ...file }, now);
    if (!opened.ok) return refusal(opened.code);
    const { id, target, expiresAt, maxBytes } = opened.value;
    return answer(
      {
        ticket: id,
        url: target?.url ?? "/api/uploads",
        fields: target?.fields ?? { ticket: id },
        complete: target !== null,
        expiresAt: expiresAt.toISOString(),
        maxBytes,
      },
      201,
    );
  });
}

import { isFromHere } from "#app/api/uploads/request.ts";
import { requestFacts } from "#app/_request/action.ts";
import { forgetTyping } from "#app/_request/kept-typing.ts";
import { statusOfRefusal } from "#lib/access/authorize.ts";
import { readValues } from "#lib/applications/draft.ts";
import { saveDraft } from "#lib/applications/drafts.ts";
import { formatTime } from "#lib/i18n/formats.ts";
import { draftTyping, refused, uuid } from "../../_wizard/post.ts";
import { loadType, type TypeParams } from "../address.ts";

/** Keeps what is typed while it is typed; answers with the time at which it was kept, UTC+5. */
export async function POST(request: Request, address: TypeParams): Promise<Response> {
  const { portal } = await loadType(address);
  if (!isFromHere(request)) return refused(403);
  const posted = await readPosted(request);
  if (posted === null) return refused(400);
  const { actor, now } = await requestFacts();
  const saved = await saveDraft(actor, { regionId: portal.id, ...posted }, now);
  const headers = { "cache-control": "no-store" };
  if (saved.ok) {
    await forgetTyping(actor, draftTyping(portal.id, posted.draftId), now);
    return Response.json({ savedAt: formatTime(now) }, { headers });
  }
  const status = saved.code === "submitted" ? 409 : statusOfRefusal(saved.code);
  return Response.json({ code: saved.code }, { status, headers });
}

async function readPosted(request: Request) {
  let body: unknown;
  try {
    body = await request.json();
  } catch {
    return null;
  }
  if (typeof body !== "object" || body === null) return null;
  if (!("draft" in body) || !("values" in body)) return null;
  const { draft, values } = body;
  if (typeof draft !== "string" || !uuid.test(draft)) return null;
  if (typeof values !== "object" || values === null) return null;
  return { draftId: draft, values: readValues({ ...values }) };
}

import { isFromHere } from "#app/api/uploads/request.ts";
import { requestFacts } from "#app/_request/action.ts";
import { discardDraft } from "#lib/applications/drafts.ts";
import { readForm, refused, seeOther, uuid, wayOfRefusal } from "../../_wizard/post.ts";
import { typePath } from "../../_wizard/steps.ts";
import { loadType, type TypeParams } from "../address.ts";

/** «Удалить черновик», after the question whether it is meant. */
export async function POST(request: Request, address: TypeParams): Promise<Response> {
  const { locale, portal, root, queueType } = await loadType(address);
  if (!isFromHere(request)) return refused(403);
  const draftId = (await readForm(request))?.get("draft") ?? "";
  if (!uuid.test(draftId)) return refused(400);
  const { actor, now } = await requestFacts();
  const gone = await discardDraft(actor, { regionId: portal.id, draftId }, now);
  const page = typePath(root, queueType);
  if (gone.ok) return seeOther(`${page}?discarded=1`);
  if (gone.code === "submitted") return seeOther(`${root}/cabinet/applications`);
  const way = wayOfRefusal({ locale, regionSlug: portal.slug }, gone.code, page);
  return way === null ? refused(404) : seeOther(way);
}

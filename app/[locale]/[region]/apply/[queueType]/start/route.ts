import { isFromHere } from "#app/api/uploads/request.ts";
import { requestFacts } from "#app/_request/action.ts";
import { startDraft } from "#lib/applications/drafts.ts";
import type { DraftValues } from "#lib/applications/draft.ts";
import type { Actor } from "#lib/access/actor.ts";
import { profileView } from "#lib/people/profile.ts";
import { readForm, refused, seeOther, uuid, wayOfRefusal } from "../../_wizard/post.ts";
import { stepPath, typePath } from "../../_wizard/steps.ts";
import { loadType, type TypeParams } from "../address.ts";

/** «Подать заявку»: opens a draft, one per shown page, and leads to its first step. */
export async function POST(request: Request, address: TypeParams): Promise<Response> {
  const { locale, portal, root, queueType } = await loadType(address);
  if (!isFromHere(request)) return refused(403);
  const form = await readForm(request);
  const idempotencyKey = form?.get("key") ?? "";
  if (!uuid.test(idempotencyKey)) return refused(400);
  const page = typePath(root, queueType);
  if (form?.get("confirmed") !== "on") return seeOther(`${page}?problem=algorithm-needed`);
  const { actor, now } = await requestFacts();
  const values = await knownContacts(actor);
  const started = await startDraft(
    actor,
    { regionId: portal.id, queueType, idempotencyKey, values },
    now,
  );
  if (started.ok) {
    const { draftId } = started.value;
    return seeOther(stepPath(root, { queueType, draftId, step: "applicant" }));
  }
  if (started.code === "too-many") return seeOther(`${page}?problem=too-many-drafts`);
  const way = wayOfRefusal({ locale, regionSlug: portal.slug }, started.code, page);
  return way === null ? refused(404) : seeOther(way);
}

/** The contacts of the profile, so that nobody types them twice. */
async function knownContacts(actor: Actor): Promise<DraftValues> {
  const profile = await profileView(actor);
  if (!profile.ok || profile.value.contact === null) return {};
  const { email, phone, secondPhone } = profile.value.contact;
  return {
    ...(email !== null && { email }),
    ...(phone !== null && { phone }),
    ...(secondPhone !== null && { secondPhone }),
  };
}

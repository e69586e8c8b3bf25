import { isFromHere } from "#app/api/uploads/request.ts";
import { portalOrigin, requestFacts } from "#app/_request/action.ts";
import { ensureBrowserSecret } from "#app/_request/browser-cookie.ts";
import { startMobileSubmission } from "#lib/sign-in/start-mobile.ts";
import { readForm, refused, seeOther, uuid, wayOfRefusal } from "../../../_wizard/post.ts";
import { stepPath } from "../../../_wizard/steps.ts";
import { loadType, type TypeParams } from "../../address.ts";

/** A QR code for the frozen text that the page showed; the one before is void. */
export async function POST(request: Request, address: TypeParams): Promise<Response> {
  const { locale, portal, root, queueType } = await loadType(address);
  if (!isFromHere(request)) return refused(403);
  const form = await readForm(request);
  const draftId = form?.get("draft") ?? "";
  if (form === null || !uuid.test(draftId)) return refused(400);
  const { actor, now } = await requestFacts();
  const browserSecret = await ensureBrowserSecret();
  const requestId = form.get("request") ?? "";
  const order = { portal, draftId, requestId, browserSecret, origin: portalOrigin() };
  const started = await startMobileSubmission(actor, order, now);
  const at = { queueType, draftId };
  if (started.ok) return seeOther(`${stepPath(root, { ...at, step: "sign" })}#phone`);
  switch (started.code) {
    case "signed-out":
    case "too-light":
    case "not-yours": {
      const here = stepPath(root, { ...at, step: "sign" });
      const way = wayOfRefusal({ locale, regionSlug: portal.slug }, started.code, here);
      return way === null ? refused(404) : seeOther(way);
    }
    case "request-stale":
      return seeOther(stepPath(root, { ...at, step: "review" }));
    default:
      return seeOther(`${stepPath(root, { ...at, step: "sign" }, "relay")}#phone`);
  }
}

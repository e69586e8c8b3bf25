import { isFromHere } from "#app/api/uploads/request.ts";
import { portalOrigin, requestFacts } from "#app/_request/action.ts";
import { readBrowserSecret } from "#app/_request/browser-cookie.ts";
import { registeredNumber } from "#lib/applications/registered-number.ts";
import { edsVerifier } from "#lib/eds/production.ts";
import { howFarMobile } from "#lib/sign-in/collect-mobile.ts";
import { readForm, refused, seeOther, uuid, wayOfRefusal } from "../../../_wizard/post.ts";
import { stepPath } from "../../../_wizard/steps.ts";
import { loadType, type TypeParams } from "../../address.ts";

/** «Я подписал(а), продолжить»: to the registration, or back while the telephone has not signed. */
export async function POST(request: Request, address: TypeParams): Promise<Response> {
  const { locale, portal, root, queueType } = await loadType(address);
  if (!isFromHere(request)) return refused(403);
  const form = await readForm(request);
  const draftId = form?.get("draft") ?? "";
  if (form === null || !uuid.test(draftId)) return refused(400);
  const { actor, now, requestId } = await requestFacts();
  const browserSecret = await readBrowserSecret();
  if (browserSecret !== null) {
    const id = form.get("signing") ?? "";
    await howFarMobile({ id, browserSecret, origin: portalOrigin(), requestId }, edsVerifier, now);
  }
  const at = { queueType, draftId, step: "sign" } as const;
  const number = await registeredNumber(actor, { regionId: portal.id, draftId });
  if (!number.ok) {
    const here = stepPath(root, at);
    const way = wayOfRefusal({ locale, regionSlug: portal.slug }, number.code, here);
    return way === null ? refused(404) : seeOther(way);
  }
  return number.value === null
    ? seeOther(`${stepPath(root, at, "phone")}#phone`)
    : seeOther(`${root}/cabinet/applications/${number.value}?registered=1`);
}

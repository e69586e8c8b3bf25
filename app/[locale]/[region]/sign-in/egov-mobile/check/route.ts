import { isFromHere } from "#app/api/uploads/request.ts";
import { portalOrigin, requestFacts } from "#app/_request/action.ts";
import { readBrowserSecret, writeTicket } from "#app/_request/browser-cookie.ts";
import type { PortalPageProps } from "#app/_request/page-props.ts";
import { loadPortal } from "#app/_request/region.ts";
import { edsVerifier } from "#lib/eds/production.ts";
import { howFarMobile } from "#lib/sign-in/collect-mobile.ts";
import { enterByMobile } from "#lib/sign-in/enter-by-mobile.ts";
import { ticketMilliseconds } from "#lib/sign-in/limits.ts";
import { safeReturnPath } from "#lib/sign-in/return-path.ts";
import { readForm, refused, seeOther } from "../../../apply/_wizard/post.ts";
import { mobilePath } from "../address.ts";

/** «Я подписал(а), продолжить»: with the code of the telephone to the owner's data, otherwise back with the reason. */
export async function POST(
  request: Request,
  { params }: Pick<PortalPageProps, "params">,
): Promise<Response> {
  const { portal, root } = await loadPortal(await params);
  if (!isFromHere(request)) return refused(403);
  const form = await readForm(request);
  if (form === null) return refused(400);
  const returnTo = safeReturnPath(form.get("return"), portal.slug);
  const browserSecret = await readBrowserSecret();
  if (browserSecret === null) return seeOther(mobilePath(root, returnTo, "late"));
  const { now, requestId } = await requestFacts();
  const id = form.get("signing") ?? "";
  await howFarMobile({ id, browserSecret, origin: portalOrigin(), requestId }, edsVerifier, now);
  const entry = { browserSecret, regionId: portal.id, code: form.get("code") ?? "" };
  const entered = await enterByMobile(entry, now);
  if (entered.ok) {
    await writeTicket(entered.value.token, ticketMilliseconds / 1000);
    return seeOther(mobilePath(root, returnTo));
  }
  // What is over says itself why.
  const { code } = entered;
  return seeOther(code === "over" ? mobilePath(root, returnTo) : mobilePath(root, returnTo, code));
}

import { isFromHere } from "#app/api/uploads/request.ts";
import { portalOrigin, requestFacts } from "#app/_request/action.ts";
import { dropTicket, ensureBrowserSecret } from "#app/_request/browser-cookie.ts";
import type { PortalPageProps } from "#app/_request/page-props.ts";
import { loadPortal } from "#app/_request/region.ts";
import { safeReturnPath } from "#lib/sign-in/return-path.ts";
import { startMobileSignIn } from "#lib/sign-in/start-mobile.ts";
import { readForm, refused, seeOther } from "../../../apply/_wizard/post.ts";
import { mobilePath } from "../address.ts";

/** A new QR code for this browser; the one before is void. */
export async function POST(
  request: Request,
  { params }: Pick<PortalPageProps, "params">,
): Promise<Response> {
  const { locale, portal, root } = await loadPortal(await params);
  if (!isFromHere(request)) return refused(403);
  const form = await readForm(request);
  if (form === null) return refused(400);
  const { now, address } = await requestFacts();
  const browserSecret = await ensureBrowserSecret();
  await dropTicket();
  const returnTo = safeReturnPath(form.get("return"), portal.slug);
  const order = { portal, browserSecret, address, origin: portalOrigin(), locale, returnTo };
  const started = await startMobileSignIn(order, now);
  return seeOther(mobilePath(root, returnTo, started.ok ? undefined : "busy"));
}

import { portalOrigin, requestFacts } from "#app/_request/action.ts";
import { readBrowserSecret } from "#app/_request/browser-cookie.ts";
import { edsVerifier } from "#lib/eds/production.ts";
import { howFarMobile } from "#lib/sign-in/collect-mobile.ts";
import { answer, type MobileRoute, refusal } from "../../answer.ts";

export const dynamic = "force-dynamic";

/** How far it has come, for the page that waits: only in the browser that asked. */
export async function GET(_request: Request, { params }: MobileRoute): Promise<Response> {
  const { id } = await params;
  const [browserSecret, { now, requestId }] = await Promise.all([
    readBrowserSecret(),
    requestFacts(),
  ]);
  if (browserSecret === null) return refusal("not-found");
  const question = { id, browserSecret, origin: portalOrigin(), requestId };
  const view = await howFarMobile(question, edsVerifier, now);
  if (view === null) return refusal("not-found");
  return answer({ state: view.state, asksCode: view.asksCode });
}

import { requestFacts } from "#app/_request/action.ts";
import { currentInstant } from "#db/demo-clock.ts";
import { signedMessageIn } from "#lib/eds/mgov.ts";
import { edsVerifier } from "#lib/eds/production.ts";
import { acceptFromPhone } from "#lib/sign-in/accept-mobile.ts";
import { documentOnPhone } from "#lib/sign-in/open-mobile.ts";
import { answer, bearerOf, type MobileRoute, refusal } from "../../answer.ts";

export const dynamic = "force-dynamic";

/** API №2, asking: the text to sign, for whoever has the token of API №1. */
export async function GET(request: Request, { params }: MobileRoute): Promise<Response> {
  const { id } = await params;
  const found = await documentOnPhone(id, bearerOf(request), await currentInstant());
  return found.ok ? answer(found.value) : refusal(found.code);
}

/** API №2, taking back: 200 `success`, or 403 for a signature that does not do. */
export async function PUT(request: Request, { params }: MobileRoute): Promise<Response> {
  const { id } = await params;
  let body: unknown;
  try {
    body = await request.json();
  } catch {
    return answer({ code: "malformed" }, 400);
  }
  const cms = signedMessageIn(body);
  if (cms === null) return answer({ code: "malformed" }, 400);
  // The telephone has no cookies of the portal: its facts are the network address and the device.
  const { now, address, device, requestId } = await requestFacts();
  const accepted = await acceptFromPhone(
    { id, token: bearerOf(request) },
    { cms, client: { address, device }, requestId },
    await edsVerifier(),
    now,
  );
  if (!accepted.ok) return refusal(accepted.code);
  const headers = { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" };
  return new Response("success", { headers });
}

import { portalOrigin } from "#app/_request/action.ts";
import { currentInstant } from "#db/demo-clock.ts";
import { openOnPhone } from "#lib/sign-in/open-mobile.ts";
import { answer, type MobileRoute, refusal } from "../answer.ts";

export const dynamic = "force-dynamic";

/** API №1 of eGov Mobile: what the QR code leads to. */
export async function GET(_request: Request, { params }: MobileRoute): Promise<Response> {
  const { id } = await params;
  const opened = await openOnPhone(id, portalOrigin(), await currentInstant());
  return opened.ok ? answer(opened.value) : refusal(opened.code);
}

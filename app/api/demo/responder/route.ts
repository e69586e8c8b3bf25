import { responderMode, responderOrder, setResponder } from "#lib/demo/settings.ts";
import { demoOnly, readBody } from "../demo-only.ts";

export const dynamic = "force-dynamic";

/** How the OCSP responder of the demo's authority behaves. */
export async function GET(): Promise<Response> {
  return demoOnly(async () => ({ mode: await responderMode() }));
}

/** `{"mode": "normal" | "slow" | "down"}`. */
export async function PUT(request: Request): Promise<Response> {
  return demoOnly(async () => {
    const order = await readBody(request, responderOrder);
    if (order instanceof Response) return order;
    await setResponder(order, new Date());
    return { mode: await responderMode() };
  });
}

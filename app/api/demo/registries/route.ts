import { registryOrder, registrySettings, setRegistries } from "#lib/demo/registry-modes.ts";
import { demoOnly, readBody } from "../demo-only.ts";

export const dynamic = "force-dynamic";

/** How the sandbox registers behave. */
export async function GET(): Promise<Response> {
  return demoOnly(registrySettings);
}

/** `{"person": "down", "birth": {"kind": "slow", "ms": 500}}`, or `{"all": "normal"}`. */
export async function PUT(request: Request): Promise<Response> {
  return demoOnly(async () => {
    const order = await readBody(request, registryOrder);
    return order instanceof Response ? order : setRegistries(order, new Date());
  });
}

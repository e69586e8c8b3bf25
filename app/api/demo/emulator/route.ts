import { emulatorOrder } from "#lib/demo/emulator-answer.ts";
import { emulatorSetting, tellEmulator } from "#lib/demo/settings.ts";
import { demoOnly, readBody } from "../demo-only.ts";

export const dynamic = "force-dynamic";

/** What the emulator of NCALayer was told. */
export async function GET(): Promise<Response> {
  return demoOnly(emulatorSetting);
}

/** Its next answer: `{"signer": "910925490000", "algorithm": "rsa"}`, `{"cancel": true}`, `{"key": "revoked"}` … */
export async function PUT(request: Request): Promise<Response> {
  return demoOnly(async () => {
    const order = await readBody(request, emulatorOrder);
    return order instanceof Response ? order : tellEmulator(order, new Date());
  });
}

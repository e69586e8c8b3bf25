import { readBrowserSecret } from "#app/_request/browser-cookie.ts";
import { currentInstant } from "#db/demo-clock.ts";
import { recoveryState } from "#lib/sign-in/recovery-state.ts";
import { keptIin } from "../../_steps/kept-iin.ts";

export type AnsweredHere = { readonly iin: string; readonly browserSecret: string };

/** Whoever answered rightly in this browser a short while ago; null sends back to the questions. */
export async function hasAnswered(regionId: number): Promise<AnsweredHere | null> {
  const [iin, browserSecret] = await Promise.all([keptIin(regionId), readBrowserSecret()]);
  if (iin === null || browserSecret === null) return null;
  const state = await recoveryState({ regionId, iin, browserSecret }, await currentInstant());
  return state.step === "phone" ? { iin, browserSecret } : null;
}

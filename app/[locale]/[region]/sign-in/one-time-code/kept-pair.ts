import { z } from "zod";
import { readStep, writeStep } from "#app/_request/step-cookie.ts";
import type { Pair } from "#lib/sign-in/one-time-code.ts";

const shape = z.strictObject({
  iin: z.string().regex(/^\d{12}$/),
  phone: z.string().regex(/^\+7\d{10}$/),
  regionId: z.int(),
});

/** IIN and phone of the first press in this region's portal, or null. */
export async function keptPair(regionId: number): Promise<Pair | null> {
  const kept = await readStep("one-time", shape);
  return kept?.regionId === regionId ? { iin: kept.iin, phone: kept.phone } : null;
}

/** Keeps the pair for the second press. Only in an action or a route. */
export async function keepPair(regionId: number, pair: Pair): Promise<void> {
  await writeStep("one-time", { ...pair, regionId });
}

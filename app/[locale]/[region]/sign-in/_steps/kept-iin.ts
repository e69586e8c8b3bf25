import { z } from "zod";
import { readStep, writeStep } from "#app/_request/step-cookie.ts";

const shape = z.strictObject({ iin: z.string().regex(/^\d{12}$/), regionId: z.int() });

/** The IIN typed at the first step of this region's sign-in, or null. */
export async function keptIin(regionId: number): Promise<string | null> {
  const kept = await readStep("iin", shape);
  return kept?.regionId === regionId ? kept.iin : null;
}

/** Keeps the IIN for the next step, out of addresses and pages. Only in an action or a route. */
export async function keepIin(regionId: number, iin: string): Promise<void> {
  await writeStep("iin", { iin, regionId });
}

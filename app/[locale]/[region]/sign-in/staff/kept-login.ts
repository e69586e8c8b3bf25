import { z } from "zod";
import { readStep, writeStep } from "#app/_request/step-cookie.ts";

const shape = z.strictObject({ login: z.string().max(254), regionId: z.int() });

/** The login whose password was right a moment ago in this region's portal, or null. It opens nothing without the code. */
export async function keptLogin(regionId: number): Promise<string | null> {
  const kept = await readStep("staff", shape);
  return kept?.regionId === regionId ? kept.login : null;
}

/** Keeps the login for the code's step. Only in an action or a route. */
export async function keepLogin(regionId: number, login: string): Promise<void> {
  await writeStep("staff", { login, regionId });
}

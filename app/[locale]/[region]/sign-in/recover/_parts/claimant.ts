import { readBrowserSecret } from "#app/_request/browser-cookie.ts";
import { env } from "#lib/platform/env.ts";
import { sha256Hex } from "#lib/platform/ids.ts";
import { seal, unseal } from "#lib/platform/sealed.ts";
import { keepIin, keptIin } from "../../_steps/kept-iin.ts";

// As long as the browser's secret lives: whoever looks for the certificate at home must not begin anew.
const lifeMilliseconds = 60 * 60_000;

/** The IIN of whoever answers, sealed for this browser and region, to travel in the form; empty without a browser's secret. */
export async function sealedClaimant(regionId: number, iin: string, now: Date): Promise<string> {
  const lock = await lockOf(regionId);
  return lock === null ? "" : seal(iin, lock, new Date(now.getTime() + lifeMilliseconds));
}

/** The IIN of whoever answers: as kept for the steps, else out of the form. Keeps it on. Only in an action. */
export async function claimantOf(
  regionId: number,
  sealed: string,
  now: Date,
): Promise<string | null> {
  const iin = (await keptIin(regionId)) ?? (await opened(regionId, sealed, now));
  if (iin !== null) await keepIin(regionId, iin);
  return iin;
}

async function opened(regionId: number, sealed: string, now: Date): Promise<string | null> {
  const lock = await lockOf(regionId);
  const iin = lock === null ? undefined : unseal(sealed, lock, now);
  return typeof iin === "string" && /^\d{12}$/.test(iin) ? iin : null;
}

async function lockOf(regionId: number) {
  const browser = await readBrowserSecret();
  if (browser === null) return null;
  return { secret: env().NEXTAUTH_SECRET, purpose: `recovery:${regionId}:${sha256Hex(browser)}` };
}

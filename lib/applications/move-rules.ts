import { fail, ok, type Result } from "#lib/platform/result.ts";
import { isAtRest, isStatus } from "./status.ts";

/**
 * Whether an application may go over to another district of its portal; the district when it may.
 * @returns `no-districts` where the region has one queue for all, `already-there` for its own district
 */
export function judgeMove(
  standing: { readonly status: string; readonly districtKato: string | null },
  wanted: string,
  region: { readonly districts: readonly string[]; readonly required: boolean },
): Result<string, "out-of-turn" | "no-districts" | "unknown-district" | "already-there"> {
  if (!region.required) return fail("no-districts");
  if (!isStatus(standing.status) || !isAtRest(standing.status)) return fail("out-of-turn");
  if (!region.districts.includes(wanted)) return fail("unknown-district");
  return standing.districtKato === wanted ? fail("already-there") : ok(wanted);
}

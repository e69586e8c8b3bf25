import { env } from "#lib/platform/env.ts";
import { log } from "#lib/platform/log.ts";
import { type ScanVerdict, scanByClamd } from "./clamd.ts";

/** Whether the deployer has given the portal a scanner. */
export function scannerThere(): boolean {
  return env().CLAMD_URL !== undefined;
}

/** The scanner's word on a file; `silent` also where there is none. */
export async function scan(bytes: Uint8Array): Promise<ScanVerdict> {
  const { CLAMD_URL } = env();
  if (CLAMD_URL === undefined) return "silent";
  const verdict = await scanByClamd(CLAMD_URL, bytes);
  if (verdict === "silent") log.warn("virus scanner silent", { size: bytes.byteLength });
  return verdict;
}

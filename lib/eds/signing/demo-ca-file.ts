import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { writeTrustFolder } from "../trust-folder.ts";
import { makeTimestampAuthority } from "./authority.ts";
import type { DemoTier } from "./authority.ts";
import { trustedAuthorities } from "./demo-ca.ts";
import type { DemoCa } from "./demo-ca.ts";

const caFile = "demo-ca.json";
const trustFolder = "trust";
const format = 1;

/**
 * Keeps the authority in `folder` (demo-ca.json, with all its keys in clear) and writes `folder`/trust.
 *
 * @returns the trust folder
 */
export async function saveDemoCa(folder: string, ca: DemoCa): Promise<string> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, caFile);
  const text = JSON.stringify({ format, ca }, (_name, value: unknown) =>
    value instanceof Uint8Array ? { $bytes: Buffer.from(value).toString("base64") } : value,
  );
  // A kill in the middle of writing leaves the old file, not half of the new one.
  await writeFile(`${file}.new`, text, { mode: 0o600 });
  await rename(`${file}.new`, file);
  const trust = join(folder, trustFolder);
  await writeTrustFolder(trust, trustedAuthorities(ca));
  return trust;
}

/** The authority kept in `folder`; null when there is none, or it is of another version. */
export async function loadDemoCa(folder: string): Promise<DemoCa | null> {
  const text = await readFile(join(folder, caFile), "utf8").catch(() => null);
  if (text === null) return null;
  try {
    const kept: { format: number; ca: DemoCa & { madeAt: string } } = JSON.parse(
      text,
      (_name, value: unknown) =>
        isBytes(value) ? new Uint8Array(Buffer.from(value.$bytes, "base64")) : value,
    );
    return kept.format === format ? withTimestamping(kept.ca) : null;
  } catch {
    return null; // A file that cannot be read is made anew.
  }
}

/** An authority that was kept before it had a timestamp service gets one. */
function withTimestamping(kept: DemoCa & { madeAt: string }): DemoCa {
  const madeAt = new Date(kept.madeAt);
  const complete = (tier: Partial<DemoTier> & Omit<DemoTier, "timestamping">): DemoTier => ({
    ...tier,
    timestamping: tier.timestamping ?? makeTimestampAuthority(tier.issuing, madeAt),
  });
  return { ...kept, madeAt, gost: complete(kept.gost), rsa: complete(kept.rsa) };
}

function isBytes(value: unknown): value is { $bytes: string } {
  return (
    typeof value === "object" &&
    value !== null &&
    "$bytes" in value &&
    typeof value.$bytes === "string"
  );
}

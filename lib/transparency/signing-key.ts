import { createPrivateKey, type KeyObject } from "node:crypto";
import { env } from "#lib/platform/env.ts";

/** The key that signs the heads of this installation's logs; null where LOG_SIGNING_KEY is not set: no log then. */
export function logSigningKey(): KeyObject | null {
  const pem = env().LOG_SIGNING_KEY;
  return pem === undefined ? null : createPrivateKey(pem.replaceAll("\\n", "\n"));
}

/** The name of a region's log: where it is published, without the scheme. Kept from its first head on. */
export function logOrigin(regionSlug: string): string {
  return `${new URL(env().NEXTAUTH_URL).host}/api/v1/${regionSlug}/log`;
}

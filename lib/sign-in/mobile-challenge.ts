import { newSecret } from "#lib/platform/ids.ts";
import type { Portal } from "#lib/regions/views.ts";
import { composeChallenge } from "./challenge-text.ts";
import { describeSigning, type MobileSigning } from "./mobile-words.ts";

export type MobileText = {
  readonly row: Pick<
    MobileSigning,
    "purpose" | "locale" | "displayCode" | "entryCode" | "expiresAt"
  >;
  readonly portal: Pick<Portal, "slug" | "names">;
  readonly origin: string;
};

/** The text that lets its signer in by a telephone: as with NCALayer, and the code that the screen shows. */
export function composeMobileChallenge({ row, portal, origin }: MobileText, now: Date): Uint8Array {
  return composeChallenge({
    origin,
    regionSlug: portal.slug,
    nonce: newSecret(32),
    issuedAt: now,
    expiresAt: row.expiresAt,
    code: row.displayCode,
    sentence: describeSigning({ ...row, portal, origin }),
  });
}

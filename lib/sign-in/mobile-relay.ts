import { documentAnswer } from "#lib/eds/mgov.ts";
import {
  askRelay,
  openRelayed,
  type RelayedSigning,
  type RelayFailure,
  sendToRelay,
} from "#lib/eds/mgov-relay.ts";
import { env } from "#lib/platform/env.ts";
import { log } from "#lib/platform/log.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import type { Portal } from "#lib/regions/views.ts";
import { describeSigning, documentFacts, type MobileSigning } from "./mobile-words.ts";

/**
 * Hands the signing of an application to the relay of `MGOV_RELAY_URL`; null where none is configured and the portal
 * answers itself. A sign-in never goes there (`startMobileSignIn`).
 */
export async function relaySigning(
  row: MobileSigning,
  place: { readonly portal: Pick<Portal, "names">; readonly origin: string },
): Promise<Result<RelayedSigning | null, RelayFailure>> {
  const { MGOV_RELAY_URL: relay } = env();
  if (relay === undefined) return ok(null);
  const opened = await openRelayed(relay, describeSigning({ ...row, ...place }));
  if (!opened.ok) return noted(opened.code);
  const { description: names, content } = row;
  const document = documentAnswer({ names, meta: documentFacts(row), content });
  const sent = await sendToRelay(relay, opened.value, document);
  return sent.ok ? opened : noted(sent.code);
}

/** The message that the relay holds for a signing by now; null while there is none, and where it is not the relay's. */
export async function relayedMessage(row: MobileSigning, patience: number): Promise<string | null> {
  const { MGOV_RELAY_URL: relay } = env();
  const signing = relayedOf(row);
  if (relay === undefined || signing === null) return null;
  const asked = await askRelay(relay, signing, patience);
  if (asked.ok) return asked.value;
  log.warn("The relay of eGov Mobile refuses a signing", { reason: asked.code });
  return null;
}

/** How the relay knows the signing; null where the portal answers the telephone itself. */
export function relayedOf({ relay }: Pick<MobileSigning, "relay">): RelayedSigning | null {
  const { dataUrl, signUrl, address } = relay ?? {};
  if (dataUrl === undefined || signUrl === undefined || address === undefined) return null;
  return { dataUrl, signUrl, address };
}

function noted(code: RelayFailure): Result<never, RelayFailure> {
  log.error("The relay of eGov Mobile gives no QR code", { reason: code });
  return fail(code);
}

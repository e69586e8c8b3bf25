import { db } from "#db/client.ts";
import { signInChallenge } from "#db/schema/eds.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";
import { newId, newSecret, sha256Hex } from "#lib/platform/ids.ts";
import { visitorNetwork } from "#lib/platform/network.ts";
import { countAttempt } from "#lib/platform/rate-limit.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import type { Portal } from "#lib/regions/views.ts";
import { composeChallenge } from "./challenge-text.ts";
import { attemptLimits, challengeMilliseconds } from "./limits.ts";

export type ChallengeOrder = {
  readonly portal: Pick<Portal, "id" | "slug" | "names">;
  readonly browserSecret: string;
  /** The visitor's network address; empty when unknown. */
  readonly address: string;
  /** Scheme, host and port of the portal. */
  readonly origin: string;
  readonly locale: Locale;
};

export type StartedChallenge = {
  readonly id: string;
  /** The exact bytes to sign. */
  readonly content: Uint8Array;
  readonly expiresAt: Date;
};

/**
 * Gives this browser a text to sign: 32 random bytes, three minutes, one use. The text is kept, so that what comes
 * back is compared with what we wrote and not with what the browser says it signed.
 * @returns `too-many` with the seconds to wait
 */
export async function startChallenge(
  order: ChallengeOrder,
  now: Date,
): Promise<Result<StartedChallenge, "too-many", { readonly seconds: number }>> {
  const browserHash = sha256Hex(order.browserSecret);
  const seconds = await secondsToWait(browserHash, order.address, now);
  if (seconds > 0) return fail("too-many", { seconds });
  const expiresAt = new Date(now.getTime() + challengeMilliseconds);
  const content = composeChallenge({
    origin: order.origin,
    regionSlug: order.portal.slug,
    nonce: newSecret(32),
    issuedAt: now,
    expiresAt,
    sentence: translator(order.locale)("signin.challenge", {
      region: order.portal.names[order.locale],
      origin: order.origin,
    }),
  });
  const id = newId();
  await db()
    .insert(signInChallenge)
    .values({ id, regionId: order.portal.id, browserHash, content, createdAt: now, expiresAt });
  return ok({ id, content, expiresAt });
}

// Each challenge can cost us one verification, so limiting these limits those. An address alone is not enough to keep
// a person out: a whole service centre may stand behind it, hence the larger number.
async function secondsToWait(browserHash: string, address: string, now: Date): Promise<number> {
  const browser = await countAttempt(
    db(),
    `sign-in:browser:${browserHash}`,
    attemptLimits.browser,
    now,
  );
  if (!browser.allowed) return browser.retryAfterSeconds;
  if (address === "") return 0;
  const place = await countAttempt(
    db(),
    `sign-in:address:${visitorNetwork(address)}`,
    attemptLimits.address,
    now,
  );
  return place.allowed ? 0 : place.retryAfterSeconds;
}

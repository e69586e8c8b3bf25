/** The first line sets this text apart from an application: neither can be replayed as the other. */
const challengeFormat = "kezek-sign-in/1";

export type ChallengeFacts = {
  /** Scheme, host and port of the portal, without a path. */
  readonly origin: string;
  readonly regionSlug: string;
  /** 32 random bytes in base64url. */
  readonly nonce: string;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
  /** One sentence in the reader's language: where this signature lets its owner in. */
  readonly sentence: string;
  /** What a telephone and the screen show both, so that a person sees which sign-in this is. */
  readonly code?: string;
};

/**
 * The exact text a person signs to enter: UTF-8, NFC, lines ended by LF. NCALayer may show it to the person, so it
 * names the portal in words; software reads the lines above them.
 */
export function composeChallenge(facts: ChallengeFacts): Uint8Array {
  const lines = [
    challengeFormat,
    `aud=${facts.origin}/${facts.regionSlug}`,
    `nonce=${facts.nonce}`,
    `iat=${facts.issuedAt.toISOString()}`,
    `exp=${facts.expiresAt.toISOString()}`,
    ...(facts.code === undefined ? [] : [`code=${facts.code}`]),
    "",
    facts.sentence.replaceAll(/\s+/gu, " ").trim(),
    "",
  ];
  return new TextEncoder().encode(lines.join("\n").normalize("NFC"));
}

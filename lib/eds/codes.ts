/**
 * Why a signature is refused. The portal shows a sentence for each; `docs/eds.md` explains them to an operator. The
 * order is the order in which a verification meets them.
 */
export const edsCodes = [
  // The message itself (RFC 5652)
  "too-large",
  "malformed",
  "trailing-data",
  "not-signed-data",
  "no-signer",
  "two-signers",
  "unsupported-signer-id",
  "no-certificate",
  "extra-certificate",
  "unexpected-data",
  "algorithm-not-allowed",
  "no-signed-attributes",
  "wrong-attributes",
  "wrong-content-type",
  // What was signed, and by which key
  "no-content",
  "content-mismatch",
  "digest-mismatch",
  "certificate-mismatch",
  "bad-signature",
  // Who issued the key
  "untrusted-ca",
  "ca-not-in-date",
  "expired",
  "not-yet-valid",
  // What the key is for and whose it is
  "wrong-key-usage",
  "unknown-critical-extension",
  "not-a-person",
  "no-iin",
  "two-iins",
  "wrong-person",
  // Whether it still stands
  "revoked",
  "not-issued",
  "revocation-unknown",
  "bad-timestamp",
  // Nothing about the signature: it could not be verified now, or another verifier says otherwise
  "verifier-unavailable",
  "second-opinion",
] as const;

export type EdsCode = (typeof edsCodes)[number];

import { createHash } from "node:crypto";
import { sameBytes } from "./asn1.ts";
import { inDate } from "./certificate.ts";
import type { Certificate } from "./certificate.ts";
import { namesCertificate } from "./cms.ts";
import type { SignedMessage } from "./cms.ts";
import type { EdsCode } from "./codes.ts";
import { algorithmOid } from "./oids.ts";
import { digestFor, verifySignature } from "./signature-algorithm.ts";
import { streebog512 } from "./streebog.ts";
import type { TrustStore } from "./trust-store.ts";
import { fail, ok } from "#lib/platform/result.ts";
import type { Result } from "#lib/platform/result.ts";

/* The single questions that a verification asks of a message. Each answers with a detail for the report, or a code. */

/** Certificates beside the signer's are let in only if they are authorities we trust anyhow. */
export function checkCompanions(
  message: SignedMessage,
  trust: TrustStore,
): Result<string, EdsCode> {
  const foreign = message.otherCertificates.some(
    (der) => !trust.authorities.some((authority) => sameBytes(authority.der, der)),
  );
  return foreign
    ? fail("extra-certificate")
    : ok(message.content === null ? "detached" : "attached");
}

export function checkContent(
  message: SignedMessage,
  expected: Uint8Array | null,
): Result<string, EdsCode> {
  if (expected === null) return fail("no-content");
  if (message.content !== null && !sameBytes(message.content, expected))
    return fail("content-mismatch");
  const digest = digestFor(message.algorithm, expected);
  if (!sameBytes(digest, message.messageDigest)) {
    return fail(message.content === null ? "content-mismatch" : "digest-mismatch");
  }
  return ok(`${expected.length} bytes`);
}

export function checkSignature(message: SignedMessage): Result<string, EdsCode> {
  const { certificate, algorithm, signingCertificate } = message;
  if (
    signingCertificate !== null &&
    !namesCertificate(signingCertificate, certificate, hashNamed)
  ) {
    return fail("certificate-mismatch");
  }
  const { publicKey } = certificate;
  const good = verifySignature(algorithm, publicKey, message.signedAttributes, message.signature);
  return good ? ok(algorithm) : fail("bad-signature");
}

function hashNamed(algorithm: string | null, data: Uint8Array): Uint8Array | null {
  if (algorithm === null || algorithm === algorithmOid.sha256) {
    return createHash("sha256").update(data).digest();
  }
  return algorithm === algorithmOid.streebog512 ? streebog512(data) : null;
}

export function checkValidity(certificate: Certificate, at: Date): Result<string, EdsCode> {
  if (at < certificate.notBefore) return fail("not-yet-valid");
  if (!inDate(certificate, at)) return fail("expired");
  return ok(`${certificate.notBefore.toISOString()}/${certificate.notAfter.toISOString()}`);
}

import { isSignedBy, inDate, parseCertificate } from "./certificate.ts";
import type { Certificate } from "./certificate.ts";
import { sameBytes } from "./asn1.ts";
import { nameOid } from "./oids.ts";
import { valuesOf } from "./names.ts";
import { fail, ok } from "#lib/platform/result.ts";
import type { Result } from "#lib/platform/result.ts";

/*
 * The authorities we believe: the certificates that the operator put into the trust folder, and no other. Certificates
 * of authorities that travel inside a message, or that a certificate points to, are never used: whoever makes the
 * message chooses them.
 */

export type TrustStore = {
  readonly authorities: readonly Certificate[];
  /** SHA-256 of every authority, sorted: which set of trust a verification was made with. */
  readonly fingerprints: readonly string[];
};

export type ChainCode = "untrusted-ca" | "ca-not-in-date";

/** A store of these certificates (DER); the failure's detail is the index of the one that cannot be read. */
export function trustStore(
  certificates: readonly Uint8Array[],
): Result<TrustStore, "not-a-certificate" | "not-an-authority", number> {
  const byFingerprint = new Map<string, Certificate>();
  for (const [index, der] of certificates.entries()) {
    const certificate = parseCertificate(Uint8Array.from(der));
    if (certificate === null) return fail("not-a-certificate", index);
    if (!isAuthority(certificate)) return fail("not-an-authority", index);
    byFingerprint.set(certificate.fingerprint, certificate);
  }
  return ok({
    authorities: [...byFingerprint.values()],
    fingerprints: [...byFingerprint.keys()].toSorted(),
  });
}

function isAuthority(certificate: Certificate): boolean {
  return (
    certificate.isCa &&
    certificate.keyUsage.includes("keyCertSign") &&
    certificate.unknownCritical.length === 0
  );
}

function isRoot(certificate: Certificate): boolean {
  return (
    sameBytes(certificate.issuer.der, certificate.subject.der) && linked(certificate, certificate)
  );
}

// Signatures between two authorities of the operator's folder do not change, and a GOST one costs milliseconds.
const links = new Map<string, boolean>();
const maxLinks = 1_000;

function linked(child: Certificate, issuer: Certificate): boolean {
  const key = `${child.fingerprint} ${issuer.fingerprint}`;
  const known = links.get(key);
  if (known !== undefined) return known;
  const signed = isSignedBy(child, issuer);
  if (links.size < maxLinks) links.set(key, signed);
  return signed;
}

// NCA RK has two tiers: a root and issuing authorities. One more leaves room for a change of theirs.
const maxTiers = 3;

/**
 * The authorities above a certificate, its issuer first and a root last, each found by name *and* signature and in
 * date at `at`. Revocation of the authorities themselves is the operator's: removing one from the folder ends it.
 */
export function chainOf(
  certificate: Certificate,
  trust: TrustStore,
  at: Date,
): Result<readonly Certificate[], ChainCode> {
  const issuers = trust.authorities.filter((authority) => isSignedBy(certificate, authority));
  return climb(issuers, trust, at, 0);
}

function climb(
  issuers: readonly Certificate[],
  trust: TrustStore,
  at: Date,
  below: number,
): Result<readonly Certificate[], ChainCode> {
  let code: ChainCode = "untrusted-ca";
  if (below >= maxTiers) return fail(code);
  for (const issuer of issuers) {
    if (issuer.pathLength !== null && issuer.pathLength < below) continue;
    if (!inDate(issuer, at)) {
      code = "ca-not-in-date";
      continue;
    }
    if (isRoot(issuer)) return ok([issuer]);
    const above = trust.authorities.filter(
      (authority) =>
        authority.fingerprint !== issuer.fingerprint &&
        sameBytes(authority.subject.der, issuer.issuer.der) &&
        linked(issuer, authority),
    );
    const chain = climb(above, trust, at, below + 1);
    if (chain.ok) return ok([issuer, ...chain.value]);
    if (chain.code === "ca-not-in-date") code = chain.code;
  }
  return fail(code);
}

/** The authorities of NCA RK's public test environment, whose keys anybody can get (SHA-256 of the DER). */
const ncaTestAuthorities: ReadonlySet<string> = new Set([
  "b995e79e7c07429f8f79e185451e5599ce342ac720000f01b3854fdfa03031a6", // root (GOST) test 2022
  "beeffc0bdb77cd798c35983eb0715f6ef0051cccb71d7cd05505e8a4fb2c6f4d", // issuing (GOST) test 2022
  "4d05179bcb02180bfc37618372671357df7dd8b7865973eae77b83213cae717b", // root (RSA) test 2018
  "7e96a36409dc11e0fc99efae41f8c639e16a495d77c2f2278edb98580f997231", // issuing (RSA) test 2019
]);

/** What the organisation of every authority says that this project makes for demo and tests. */
export const demoOrganization = "KEZEK DEMO";

/** Whether an authority is for tests only: production must refuse to start with one. */
export function isTestAuthority(certificate: Certificate): boolean {
  const { subject, issuer, fingerprint } = certificate;
  const names = [...valuesOf(subject, nameOid.commonName), ...valuesOf(issuer, nameOid.commonName)];
  const organizations = [
    ...valuesOf(subject, nameOid.organization),
    ...valuesOf(issuer, nameOid.organization),
  ];
  return (
    ncaTestAuthorities.has(fingerprint) ||
    organizations.includes(demoOrganization) ||
    names.some((name) => /\bTEST\b/i.test(name))
  );
}
